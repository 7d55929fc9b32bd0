using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Detection.Remote;

namespace Sluice.Tests.Detection.Remote;

public class CallGateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void No_more_calls_begin_in_any_minute_than_may()
    {
        var gate = Gate(new() { PerMinute = 3 });
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(Call(gate, true));
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(CallOutcome.OverBudget, Call(gate, true));
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(CallOutcome.OverBudget, Call(gate, true));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Call(gate, true));
        Assert.Equal(CallOutcome.OverBudget, Call(gate, true));
    }

    [Fact]
    public void No_more_calls_are_under_way_than_may()
    {
        var gate = Gate(new() { AtOnce = 2 });
        Assert.Null(gate.TryEnter(out _));
        Assert.Null(gate.TryEnter(out _));
        Assert.Equal(CallOutcome.Busy, gate.TryEnter(out _));

        gate.Leave(isProbe: false, answered: null);

        Assert.Null(gate.TryEnter(out _));
    }

    [Fact]
    public void After_failures_in_a_row_nothing_is_asked_for_the_pause_and_then_one_call_shows()
    {
        var gate = Gate(new() { BreakerFailures = 3, BreakerPause = TimeSpan.FromSeconds(30) });
        Assert.Equal(GateChange.None, End(gate, false));
        Assert.Equal(GateChange.None, End(gate, false));
        Assert.Equal(GateChange.None, End(gate, true));
        Assert.Equal(GateChange.None, End(gate, false));
        Assert.Equal(GateChange.None, End(gate, false));
        Assert.Equal(GateChange.Shut, End(gate, false));

        Assert.Equal(CallOutcome.Suspended, gate.TryEnter(out _));
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(CallOutcome.Suspended, gate.TryEnter(out _));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(gate.TryEnter(out var isProbe));
        Assert.True(isProbe);
        Assert.Equal(CallOutcome.Suspended, gate.TryEnter(out _));

        // It fails: the pause begins again.
        Assert.Equal(GateChange.None, gate.Leave(isProbe, false));
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(CallOutcome.Suspended, gate.TryEnter(out _));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(GateChange.Opened, End(gate, true));
        Assert.Null(Call(gate, true));
    }

    [Fact]
    public void A_call_that_began_before_lengthens_no_pause_and_one_that_was_cut_off_says_nothing()
    {
        var gate = Gate(new() { BreakerFailures = 1, BreakerPause = TimeSpan.FromSeconds(30) });
        Assert.Null(gate.TryEnter(out var early));
        Assert.Equal(GateChange.Shut, End(gate, false));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(GateChange.None, gate.Leave(early, false));
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(gate.TryEnter(out var probe));
        Assert.Equal(GateChange.None, gate.Leave(probe, null));
        Assert.Null(gate.TryEnter(out probe));
        Assert.True(probe);
    }

    private CallGate Gate(RemoteCallOptions options) => new(options, _time);

    private static CallOutcome? Call(CallGate gate, bool answered)
    {
        var refused = gate.TryEnter(out var isProbe);
        if (refused is null)
        {
            gate.Leave(isProbe, answered);
        }

        return refused;
    }

    private static GateChange End(CallGate gate, bool answered)
    {
        Assert.Null(gate.TryEnter(out var isProbe));
        return gate.Leave(isProbe, answered);
    }
}
