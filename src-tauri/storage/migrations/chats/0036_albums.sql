-- What has come of an album, for the line of its chat. The condition stands in `chats/albums` word for word. What opens
-- once is in none, and what was deleted says nothing any more.
CREATE INDEX messages_by_album ON messages (chat_id, json_extract(context, '$.album'), sender_key,
    json_extract(content, '$.caption') IS NOT NULL, place_ms, row, json_extract(content, '$.file'))
  WHERE is_shown = 1 AND json_extract(context, '$.album') IS NOT NULL
    AND json_extract(context, '$.is_view_once') IS NULL
    AND json_extract(content, '$.kind') = 'media' AND json_extract(content, '$.file') IN ('image', 'video', 'gif');
