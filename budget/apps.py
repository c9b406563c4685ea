from django.apps import AppConfig


class BudgetConfig(AppConfig):
    name = "budget"
    label = "budget"
    verbose_name = "แผนปฏิบัติราชการและงบประมาณ"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from budget.queries.finished import finished_projects
        from communities.queries.finished import add_finder

        add_finder(finished_projects)
