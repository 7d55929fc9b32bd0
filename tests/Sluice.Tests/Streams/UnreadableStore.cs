using System.Reflection;
using Sluice.Server.Storage;

namespace Sluice.Tests.Streams;

/// <summary>A store whose sweeps and forgetting fail; all else is the real one's.</summary>
internal class UnreadableStore : DispatchProxy
{
    private IStore _inner = null!;

    public static IStore Over(IStore inner)
    {
        var store = Create<IStore, UnreadableStore>();
        ((UnreadableStore)(object)store)._inner = inner;
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        nameof(IStore.ListUnendedAsync) or nameof(IStore.ForgetAsync) => throw new StoreException("locked"),
        _ => targetMethod.Invoke(_inner, args),
    };
}
