-- What a chat's gallery shows, in the order of the chat. A message that is none of it touches no further page. What opens
-- once is in none of it, and what was deleted says nothing any more. The conditions stand in `chats/gallery` word for word.
CREATE INDEX messages_with_media ON messages (chat_id, place_ms DESC, row DESC)
  WHERE is_shown = 1 AND json_extract(context, '$.is_view_once') IS NULL
    AND json_extract(content, '$.kind') = 'media' AND json_extract(content, '$.file') IN ('image', 'video', 'gif');
CREATE INDEX messages_with_documents ON messages (chat_id, place_ms DESC, row DESC)
  WHERE is_shown = 1 AND json_extract(context, '$.is_view_once') IS NULL
    AND json_extract(content, '$.kind') = 'media' AND json_extract(content, '$.file') = 'document';
CREATE INDEX messages_with_links ON messages (chat_id, place_ms DESC, row DESC)
  WHERE is_shown = 1 AND json_extract(context, '$.is_view_once') IS NULL
    AND (ifnull(json_extract(content, '$.text'), json_extract(content, '$.caption')) LIKE '%http://_%'
         OR ifnull(json_extract(content, '$.text'), json_extract(content, '$.caption')) LIKE '%https://_%');
