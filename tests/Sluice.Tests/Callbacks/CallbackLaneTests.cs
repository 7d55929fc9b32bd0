using Sluice.Server.Callbacks;
using Sluice.Tests.Storage;

namespace Sluice.Tests.Callbacks;

public sealed class CallbackLaneTests
{
    [Fact]
    public void First_attempts_change_places_within_their_lane_only()
    {
        var (one, two) = (Rows.Stream(), Rows.Stream());
        var retried = Rows.Segment(one, 9) with { Attempts = 1 };
        List<CallbackRow> rows =
        [
            Rows.Segment(one, 3), Rows.Segment(two, 2), retried, Rows.Segment(one, 1), Rows.Segment(one, 2), Rows.Segment(two, 4),
            Rows.End(one),
        ];

        CallbackLane.OrderFirstAttempts(rows);

        Assert.Equal(
            new[]
            {
                Rows.Segment(one, 1), Rows.Segment(two, 2), retried, Rows.Segment(one, 2), Rows.Segment(one, 3),
                Rows.Segment(two, 4), Rows.End(one),
            }.Select(row => row.Id),
            rows.Select(row => row.Id));
    }
}
