"""*Bronnen*: every file, its origin, licence, date and columns, made from the data package."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pages.app import frame
from pages.session import planner
from pages.session.planner import t


def show() -> None:
    """Lay out the page."""
    resources = planner.dataset().package["resources"]
    st.markdown(f"#### {t('bronnen.title')}")
    st.write(t("bronnen.intro"))
    st.dataframe(_overview(resources), hide_index=True, height="content")
    st.markdown(f"##### {t('bronnen.placed')}")
    st.dataframe(_placed(), height="content")
    st.markdown(f"##### {t('bronnen.limits')}")
    for name in ("limit_tenants", "limit_cities", "limit_status"):
        st.markdown(f"- {t(f'bronnen.{name}')}")
    for resource in resources:
        with st.expander(_title(resource)):
            _detail(resource)


def _title(resource: dict[str, Any]) -> str:
    return _in_language(resource, "title")


def _in_language(resource: dict[str, Any], name: str) -> str:
    """Return a text of a resource in the language of the session, or else as it stands."""
    return str(resource.get(f"{name}_{planner.state().lang}") or resource.get(name, ""))


def _overview(resources: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                t("bronnen.subject"): _title(resource),
                t("bronnen.rows"): resource.get("rows"),
                t("bronnen.date"): resource.get("date", ""),
                t("bronnen.licence"): _licences(resource),
                t("bronnen.credit"): _in_language(resource, "credit"),
                t("bronnen.estimated"): t(
                    "bronnen.yes" if resource.get("estimated") else "bronnen.no"
                ),
                t("bronnen.file"): resource["path"],
            }
            for resource in resources
        ]
    )


def _licences(resource: dict[str, Any]) -> str:
    return ", ".join(x.get("title") or x["name"] for x in resource.get("licenses", []))


def _placed() -> pd.DataFrame:
    hubs = planner.dataset().hubs
    table = pd.crosstab(hubs["precision"], hubs["city"])
    table.index = pd.Index([t(f"precision.{code}") for code in table.index])
    return table


def _detail(resource: dict[str, Any]) -> None:
    method = resource.get(f"method_{planner.state().lang}") or resource.get("method")
    if method:
        st.text(f"{t('bronnen.method')}: {method}")
    for source in resource.get("sources", []):
        parts = (source.get("title"), source.get("date"), source.get("path"))
        st.text(f"{t('bronnen.sources')}: " + " · ".join(str(part) for part in parts if part))
    described = "description_nl" if planner.state().lang == "nl" else "description"
    fields = resource.get("schema", {}).get("fields", [])
    st.dataframe(
        pd.DataFrame(
            [
                {
                    t("bronnen.column"): field["name"],
                    t("bronnen.type"): field["type"],
                    t("bronnen.meaning"): field.get(described) or field.get("description", ""),
                    t("bronnen.unit"): field.get("unit", ""),
                }
                for field in fields
            ]
        ),
        hide_index=True,
        height="content",
    )


frame.only_from_app()
show()
