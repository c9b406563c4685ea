from django.apps import AppConfig


class BudgetConfig(AppConfig):
    name = "budget"
    label = "budget"
    verbose_name = "แผนปฏิบัติราชการและงบประมาณ"

    def ready(self) -> None:
        from budget.queries.fates import fates_of_projects
        from communities.queries.fates import add_teller

        add_teller(fates_of_projects)
