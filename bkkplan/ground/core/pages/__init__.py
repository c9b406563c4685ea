"""Pages of which there are many, each written once. A subject declares what is its own.

- ``records.RecordPage``: a page about one record, with the right that it asks for;
- ``acts.ActPage``: asks for one act, shows what it does, does it (template ``pages/act.html``);
- ``accounts.views.rows.RowPage``: one row that saves itself, or is saved as a plain page (template ``pages/row.html``);
  it stands in ``accounts`` because it names the other person and tells both;
- ``conflicts``: two people's texts side by side;
- ``autosave``: what a row that saves itself is answered.

How an action refuses is ``core.refusals``; what a decision rests on is ``core.basis``.
"""
