"""How the pages in this folder become a small site: `make docs` writes it to build/docs/, open index.html there.

Sphinx reads the Markdown as it stands; a link that leads nowhere stops it. Nothing is fetched from other machines,
neither when the site is made nor when it is read.
"""

from importlib.metadata import version as installed

project = "hlcp"
release = version = installed("hlcp-pipeline")
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["**/README.md"]
nitpicky = True
smartquotes = False  # what is shown of a terminal stays as it is printed

myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]

html_theme = "furo"
html_title = "hlcp"
html_static_path = ["site"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_copyright = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#1f5f8b", "color-brand-content": "#1f5f8b"},
    "dark_css_variables": {"color-brand-primary": "#8ec5ea", "color-brand-content": "#8ec5ea"},
}
