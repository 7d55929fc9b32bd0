using System.Reflection;
using Sluice.Server.Storage;

namespace Sluice.Tests.Streams;

/// <summary>A store one of whose calls meets a fault of the server so many times; all else is the real one's.</summary>
internal class FaultyStore : DispatchProxy
{
    private IStore _inner = null!;
    private string _call = "";
    private int _left;

    public static IStore Over(IStore inner, string call, int times)
    {
        var store = Create<IStore, FaultyStore>();
        var faulty = (FaultyStore)(object)store;
        (faulty._inner, faulty._call, faulty._left) = (inner, call, times);
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == _call && Interlocked.Decrement(ref _left) >= 0
            ? throw new InvalidTimeZoneException("a fault")
            : targetMethod.Invoke(_inner, args);
}
