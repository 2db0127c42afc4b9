"""Briefs: what was read, set out for people. Pure: values in, text out.

Start at :func:`khronika.publishing.brief.assemble`; then ``html.render_html``, ``markdown.render_markdown``
and ``exchange.render_json``. What must stay true: no decision is made while rendering; nothing here asks the
network or the clock; of files only the package's own templates and fonts are read.
"""
