"""Everything that differs between deployments; the only module that reads the environment."""

from __future__ import annotations

from datetime import time
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.duplicates import Thresholds
from domain.gift_aid_figures import DEFAULT_FIGURES, Figures, read_figures, write_figures
from domain.house import House
from domain.mailings import BounceLimit


class Region(StrEnum):
    """Where the organisation is: drives addresses, phone numbers, spelling and Gift Aid (XCT-P08)."""

    UK = "UK"
    IE = "IE"
    US = "US"
    CA = "CA"


COUNTRY_OF = {Region.UK: "GB", Region.IE: "IE", Region.US: "US", Region.CA: "CA"}


def _checked(text: str) -> str:
    read_figures(text)
    return text


def _checked_percent(text: str) -> str:
    read_figures(text, most=99)
    return text


def _checked_rows(text: str) -> str:
    read_figures(text, least=1)
    return text


# Values with the days from which on each holds, such as 2000-04-06:22,2008-04-06:20.
_DatedFigures = Annotated[str, AfterValidator(_checked)]
_DatedPercent = Annotated[str, AfterValidator(_checked_percent)]
_DatedRows = Annotated[str, AfterValidator(_checked_rows)]


class Limits(BaseSettings):
    """How much one request may ask for; over a limit is a clear error, never a silent clamp."""

    model_config = SettingsConfigDict(env_prefix="GATEWAY_LIMIT_", frozen=True)

    body_bytes: int = Field(256_000, description="Largest request body, in bytes.")
    upload_bytes: int = Field(
        10_485_760,
        description="Largest body of a request that carries an image or a document, in bytes.",
    )
    source_bytes: int = Field(64_000, description="Largest GraphQL document, in bytes.")
    tokens: int = Field(2_000, description="Most lexical tokens in a document.")
    depth: int = Field(20, description="Deepest nesting of fields; introspection fields do not count.")
    aliases: int = Field(30, description="Most aliased fields, fragments counted at each use.")
    fields: int = Field(500, description="Most fields, fragments counted at each use.")
    root_fields: int = Field(20, description="Most root fields of a query.")
    mutations: int = Field(4, description="Most mutations in one request.")
    ids: int = Field(100, description="Most ids in one list argument.")
    cost: int = Field(
        5_000, description="Dearest operation: 10 a statement and 1 for every 10 rows it may return."
    )
    deadline_seconds: float = Field(10, description="Longest time for one operation, in seconds.")
    statement_seconds: float = Field(3, description="Longest time for one database statement, in seconds.")


class Settings(BaseSettings):
    """The settings of one deployment, each from the environment variable GATEWAY_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="GATEWAY_", frozen=True)

    database_url: str | None = Field(
        None, description="PostgreSQL of the application role; without it the embedded one serves."
    )
    database_read_url: str | None = Field(
        None, description="A replica for reads; without it reads go to the database above."
    )
    database_owner_url: str | None = Field(
        None, description="PostgreSQL of the owning role, for migrations only."
    )
    redis_url: str | None = Field(
        None, description="Valkey or Redis; needed for nothing, and embedded where the database is."
    )
    data: Path = Field(
        Path(".data"),
        description="Folder of the embedded services, of stored images and documents, and of generated keys.",
    )

    jwt_key: SecretStr | None = Field(
        None, description="Shared key of HS256 tokens, at least 32 bytes; this or the next, not both."
    )
    jwks_url: str | None = Field(None, description="Where the sign-in service publishes its public keys.")
    jwt_audience: str | None = Field(None, description="Audience that a token must name, when set.")
    jwt_issuer: str | None = Field(None, description="Issuer that a token must name, when set.")
    protected_key: SecretStr | None = Field(
        None,
        description="Key that encrypts protected attribute values: 32 bytes, base64url."
        " Former keys may follow after commas.",
    )

    region: Region = Field(Region.UK, description="UK, IE, US or CA.")
    currency: str = Field("GBP", description="ISO 4217 code of all money.")
    time_zone: str = Field("Europe/London", description="The zone whose civil date is today.")

    agents: bool = Field(
        False, description="Whether customers can be agents with a commission; the demo turns it on."
    )
    gift_aid: bool = Field(True, description="Whether Gift Aid is tracked; it never is outside the UK.")
    accounting_year_ends: str = Field(
        "03-31",
        pattern="^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        description="Month and day on which the accounting year ends: claims run out four years later.",
    )

    gift_aid_rates: _DatedPercent = Field(
        write_figures(DEFAULT_FIGURES.rates),
        description="Basic rate of income tax in percent, each with the day from which on it holds.",
    )
    gift_aid_small_gifts: _DatedFigures = Field(
        write_figures(DEFAULT_FIGURES.small_gifts),
        description="Largest gift that a claim may tell of together with others, in pence, with its days.",
    )
    gift_aid_row_limits: _DatedFigures = Field(
        write_figures(DEFAULT_FIGURES.row_limits),
        description="Most that gifts told of together may come to, in pence, with its days.",
    )
    gift_aid_schedule_rows: _DatedRows = Field(
        write_figures(DEFAULT_FIGURES.schedule_rows),
        description="Most rows in one file of a claim, with its days.",
    )
    gift_aid_days_before: _DatedFigures = Field(
        write_figures(DEFAULT_FIGURES.days_before),
        description="How many days after a gift it can be claimed for, with its days.",
    )
    gift_aid_years: _DatedFigures = Field(
        write_figures(DEFAULT_FIGURES.years),
        description="How many years after its accounting period a gift can be claimed for, with its days.",
    )
    gift_aid_years_back: _DatedFigures = Field(
        write_figures(DEFAULT_FIGURES.back),
        description="How many years back a declaration or a cancellation reaches, with its days.",
    )
    gift_aid_days_to_withdraw: _DatedFigures = Field(
        write_figures(DEFAULT_FIGURES.withdrawal),
        description="For how many days after its written record a verbal declaration can be undone, with its days.",
    )

    blocked_after_bounces: int = Field(
        3, ge=1, description="How many bounces block an email address; one that is for good does so alone."
    )
    blocked_within_days: int = Field(30, ge=1, description="Within how many days these bounces have to come.")

    address_finder_url: str | None = Field(
        None,
        description="A postcode service, with {postcode} and {country} in it; else generated premises.",
    )
    image_url: str | None = Field(
        None, description="Object store of images, such as s3://bucket; without it a local folder."
    )
    image_link_seconds: int = Field(300, description="How long a link to an image works, in seconds.")

    file_url: str | None = Field(
        None, description="Object store of documents, such as s3://bucket; without it a local folder."
    )
    scan_url: str | None = Field(
        None,
        description="A virus scanner: it is sent each uploaded document by POST, and answers 200 for a clean one, 406"
        " for an infected one.",
    )

    smtp_url: SecretStr | None = Field(
        None,
        description="Mail server, such as smtps://user:password@mail.example.org; without it mails are kept.",
    )
    mail_from: str = Field(
        "box-office@localhost",
        pattern=r"^[!-?A-~]+@[!-?A-~]+$",
        description="The address that mails come from.",
    )

    password_url: str | None = Field(
        None,
        pattern=r"^https?://[^\s{}]*\{token\}[^\s{}]*$",
        description="The website's page for setting a password, with {token} in it; the demo has one of its own.",
    )
    website_key: SecretStr | None = Field(
        None,
        description="Key that the website shows when customers sign in there, at least 32 bytes; without it none can.",
    )

    unmerge_days: int = Field(
        0,
        ge=0,
        le=3_650,
        description="For how many days a merge can be turned back; 0 for never (MRG-10).",
    )
    merge_job_rows: int = Field(
        2_000,
        ge=1,
        description="From how many rows to move on a merge is done as a job, with progress.",
    )
    duplicate_possible: int = Field(
        50, ge=1, le=100, description="Score from which on two records are possibly the same."
    )
    duplicate_likely: int = Field(
        80, ge=1, le=100, description="Score from which on two records are likely the same."
    )

    worker: bool = Field(
        True, description="Whether `serve` does the jobs itself; false where `gateway worker` does them."
    )
    nightly_at: str = Field(
        "03:00",
        pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
        description="When nightly jobs begin, in the zone above.",
    )

    demo: bool = Field(False, description="Personas and X-Demo-Now; `demo` turns it on and `serve` off.")
    explain: bool = Field(
        False,
        description="Whether `X-Explain: 1` is answered with how a request was read; `demo` turns it on.",
    )
    log_json: bool = Field(True, description="Log as JSON lines; otherwise for people.")
    drain_seconds: float = Field(
        1,
        description="How long requests are still taken after SIGTERM, while `/health/ready` says no, in seconds.",
    )
    pool_size: int = Field(8, description="Database connections for reads, and as many for writes.")
    limits: Limits = Field(default_factory=Limits)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def house(self) -> House:
        """What the rules may know of this deployment."""
        month, day = map(int, self.accounting_year_ends.split("-"))
        tracked = self.gift_aid and self.region is Region.UK
        return House(
            agents=self.agents,
            gift_aid=tracked,
            accounting_year_ends=(month, day),
            figures=self.figures,
            bounces=BounceLimit(self.blocked_after_bounces, self.blocked_within_days),
        )

    @property
    def thresholds(self) -> Thresholds:
        """From which scores on two records are alike."""
        return Thresholds(self.duplicate_possible, self.duplicate_likely)

    @cached_property
    def figures(self) -> Figures:
        """The figures of Gift Aid."""
        return Figures(
            rates=read_figures(self.gift_aid_rates),
            small_gifts=read_figures(self.gift_aid_small_gifts),
            row_limits=read_figures(self.gift_aid_row_limits),
            schedule_rows=read_figures(self.gift_aid_schedule_rows),
            days_before=read_figures(self.gift_aid_days_before),
            years=read_figures(self.gift_aid_years),
            back=read_figures(self.gift_aid_years_back),
            withdrawal=read_figures(self.gift_aid_days_to_withdraw),
        )

    @cached_property
    def nightly(self) -> time:
        """The time of day at which nightly jobs begin."""
        return time.fromisoformat(self.nightly_at)

    @property
    def country(self) -> str:
        """The country of the region, ISO 3166 alpha-2."""
        return COUNTRY_OF[self.region]
