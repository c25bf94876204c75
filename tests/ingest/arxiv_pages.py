"""Small synthetic answers of arXiv's OAI-PMH, made to measure."""

_RAW = """<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{external_id}</id>
<version version="v1"><date>Mon, 10 Mar 2025 11:12:13 GMT</date><size>10kb</size></version>
<title>{title}</title><authors>Ada B. Example</authors><categories>cs.AI</categories>
<abstract>An abstract.</abstract></arXivRaw>"""


def record(external_id, *, day="2025-03-10", title="A Title"):
    metadata = _RAW.format(external_id=external_id, title=title)
    return wrapped(external_id, metadata, day=day)


def wrapped(external_id, metadata, *, day="2025-03-10"):
    return (
        f"<record><header><identifier>oai:arXiv.org:{external_id}</identifier>"
        f"<datestamp>{day}</datestamp><setSpec>cs:cs:AI</setSpec></header>"
        f"<metadata>{metadata}</metadata></record>"
    )


def listing(*records, token="", expires="", head=""):
    """token: a text for the element of that name, or a whole element."""
    if token and not token.startswith("<"):
        expiry = f" expires='{expires}'" if expires else ""
        token = f"<resumptionToken{expiry}>{token}</resumptionToken>"
    return (
        f"{head}<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><ListRecords>"
        f"{''.join(records)}{token}</ListRecords></OAI-PMH>"
    ).encode()
