"""Joins 設定 → 定型文 to the verbs over phrases."""

from __future__ import annotations

from functools import partial

from soudan_desk.services import phrases
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR, SUPERVISOR
from soudan_desk.ui.pages.settings_phrases import PhrasesPane, SettingPhrases


def phrases_pane(work: Work) -> PhrasesPane:
    """Make the pane for a worker."""
    return PhrasesPane(
        SettingPhrases(
            fetch=partial(phrases.own_and_office, work),
            add=partial(phrases.add_phrase, work),
            change=partial(phrases.change_phrase, work),
            drop=partial(phrases.drop_phrase, work),
            kinds=[(each.code, each.label) for each in work.codes.entries("phrase.kind")],
            placeholders=phrases.PLACEHOLDERS,
            may_share=work.actor.has(ADMINISTRATOR, SUPERVISOR),
            may_own=work.actor.writes_casework,
        )
    )
