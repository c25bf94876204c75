-- The rows of the API's preprint list with all that an answer shows of them, in one statement of
-- its own: what PostgreSQL, psycopg and orjson need at least.
SELECT p.id, p.kind, p.status, p.status_at, p.selected_for, p.first_posted_at, p.created_at,
       v.number AS version, v.title, v.abstract, v.author_count, v.posted_at, v.licence,
       home.source, home.external_id, home.url,
       (SELECT array_agg(name ORDER BY position) FROM preprints_author
        WHERE version_id = v.id) AS authors,
       (SELECT json_agg(json_build_object('slug', s.slug, 'name', s.name)) FROM preprints_subject s
        JOIN preprints_preprint_subjects ps ON ps.subject_id = s.id
        WHERE ps.preprint_id = p.id) AS subjects,
       (SELECT json_agg(json_build_object('source', source, 'external_id', external_id, 'url', url))
        FROM preprints_location WHERE preprint_id = p.id) AS locations,
       (SELECT json_agg(json_build_object('id', id, 'number', number, 'posted_at', posted_at))
        FROM preprints_version WHERE preprint_id = p.id) AS versions,
       (SELECT count(*) FROM reviews_review r JOIN preprints_version rv ON rv.id = r.version_id
        WHERE rv.preprint_id = p.id AND r.status = 'published') AS review_count,
       (SELECT json_build_object('id', a.id, 'teaser', a.teaser, 'published_at', a.published_at,
                                 'significance', sig.slug, 'strength', str.slug)
        FROM reviews_assessment a
        JOIN preprints_version av ON av.id = a.version_id
        LEFT JOIN reviews_term sig ON sig.id = a.significance_id
        LEFT JOIN reviews_term str ON str.id = a.strength_id
        WHERE av.preprint_id = p.id AND a.state = 'published'
        ORDER BY a.published_at DESC LIMIT 1) AS assessment
FROM preprints_preprint p
JOIN preprints_version v ON v.id = p.current_version_id
LEFT JOIN preprints_location home ON home.preprint_id = p.id AND home.is_canonical
WHERE p.id = ANY(%(keys)s)
ORDER BY p.id DESC
