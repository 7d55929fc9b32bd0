namespace Sluice.Server.Callbacks;

/// <summary>Callbacks of one stream and content type: their first attempts are made in capture order (protocol §4).</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="ContentType">1 frame, 2 audio.</param>
internal readonly record struct CallbackLane(string StreamId, int ContentType)
{
    /// <summary>
    /// Puts the rows that were never tried into sequence order within their lane, using the places that they have in
    /// <paramref name="rows"/>. Rows come by the time they are due; a clock that was set back puts a later one first.
    /// </summary>
    public static void OrderFirstAttempts(List<CallbackRow> rows)
    {
        Dictionary<CallbackLane, long>? last = null;
        HashSet<CallbackLane>? unordered = null;
        foreach (var row in rows)
        {
            if (row.Attempts > 0 || row.Kind != CallbackKind.Segment)
                continue;

            var lane = new CallbackLane(row.StreamId, row.ContentType);
            last ??= [];
            if (last.TryGetValue(lane, out var before) && before > row.Sequence)
                (unordered ??= []).Add(lane);
            last[lane] = row.Sequence;
        }

        foreach (var lane in unordered ?? [])
            lane.Order(rows);
    }

    private void Order(List<CallbackRow> rows)
    {
        var places = new List<int>();
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.Attempts == 0 && row.Kind == CallbackKind.Segment && row.StreamId == StreamId && row.ContentType == ContentType)
                places.Add(i);
        }

        var ordered = places.Select(place => rows[place]).OrderBy(row => row.Sequence).ToList();
        for (var i = 0; i < places.Count; i++)
            rows[places[i]] = ordered[i];
    }
}
