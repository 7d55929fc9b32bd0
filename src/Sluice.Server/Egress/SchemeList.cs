using System.Diagnostics.CodeAnalysis;

namespace Sluice.Server.Egress;

/// <summary>The schemes that addresses of one use may have.</summary>
internal sealed class SchemeList
{
    private readonly string[] _schemes;

    /// <param name="setting">The name of the list in <see cref="EgressOptions"/>.</param>
    /// <param name="chosen">What the operator lists; null: all that there are.</param>
    /// <param name="known">All that there are.</param>
    /// <exception cref="ArgumentException">The operator lists what is none of those.</exception>
    public SchemeList(string setting, string[]? chosen, params string[] known)
    {
        for (var i = 0; i < chosen?.Length; i++)
        {
            if (!TryFind(chosen[i], known, out var problem))
                throw new ArgumentException($"{EgressOptions.Section}:{setting}:{i}: {problem}", nameof(chosen));
        }

        _schemes = [.. known.Where(scheme => chosen?.Contains(scheme) != false)];
        Form = $"must be an {(_schemes.Length > 1 ? $"{string.Join(", ", _schemes[..^1])} or " : "")}{_schemes.LastOrDefault()} URL";
        Refusal = $"{Form}; {EgressOptions.Section}:{setting} says so";
    }

    public static string[] OfSources { get; } = ["rtmp", "rtmps", "http", "https"];

    public static string[] OfCallbacks { get; } = ["http", "https"];

    /// <summary>What is asked of an address, for people.</summary>
    public string Form { get; }

    /// <summary>Why another address is not contacted, for people.</summary>
    public string Refusal { get; }

    /// <summary>The scheme in lower case, as <see cref="Uri.Scheme"/> gives it.</summary>
    public bool Contains(string scheme) => _schemes.Contains(scheme);

    public static bool TryFind(string? scheme, string[] known, [NotNullWhen(false)] out string? problem)
    {
        problem = known.Contains(scheme) ? null : $"must be one of {string.Join(", ", known)}, but is '{scheme}'";
        return problem is null;
    }
}
