namespace Sluice.SystemTests.Order;

/// <summary>About how long the tests of a class take, one after the other, where that is more than half a minute.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TakesSecondsAttribute(int seconds) : Attribute
{
    public int Seconds { get; } = seconds;
}
