using System.Runtime.CompilerServices;

namespace Sluice.Server.Matching;

/// <summary>
/// Finds all of many keys in one pass over a text, whatever their number (Aho-Corasick; its goto function is a double array: a
/// step is two reads). Immutable.
/// </summary>
internal sealed class WordAutomaton
{
    private readonly AutomatonNode[] _nodes;
    private readonly ushort[] _codes;
    private readonly AutomatonKey[] _keys;

    /// <param name="keys">Each once, none empty.</param>
    public WordAutomaton(IReadOnlyList<string> keys) => (_nodes, _codes, _keys) = AutomatonBuilder.Build(keys);

    /// <summary>What it holds, in bytes.</summary>
    public long Size => (16L * _nodes.Length) + (2L * _codes.Length) + (8L * _keys.Length);

    /// <summary>Tells every key's every place: its number, where it begins, and where it has ended. False from <paramref name="found"/> ends the search.</summary>
    public void Find(ReadOnlySpan<char> text, Func<int, int, int, bool> found)
    {
        var (nodes, codes) = (_nodes, _codes);
        var state = 0;
        for (var i = 0; i < text.Length; i++)
        {
            state = Step(nodes, state, codes[text[i]]);
            if (nodes[state].Output != 0 && !Tell(nodes[state].Output, i + 1, 0, found))
            {
                return;
            }
        }
    }

    /// <summary>
    /// The same in both views of a text at once: a second state goes through the joined view, which costs nothing where it is that of the spaced
    /// one. From where something is left out until keys have fitted between, it is another.
    /// </summary>
    /// <param name="text">The spaced view.</param>
    /// <param name="kept">Of each character of the joined view its place in the spaced one.</param>
    /// <param name="found">Takes what is in the spaced view.</param>
    /// <param name="foundJoined">Takes what the joined view alone has, by places in that.</param>
    public void Find(ReadOnlySpan<char> text, ReadOnlySpan<int> kept, Func<int, int, int, bool> found, Func<int, int, int, bool> foundJoined)
    {
        var (nodes, codes) = (_nodes, _codes);
        var (state, joined, at, since) = (0, 0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var (code, before) = (codes[text[i]], state);
            state = Step(nodes, state, code);
            if (nodes[state].Output != 0 && !Tell(nodes[state].Output, i + 1, 0, found))
            {
                return;
            }

            if (at == kept.Length || kept[at] != i)
            {
                since = 0;
                continue;
            }

            at++;
            since++;
            joined = joined == before ? state : Step(nodes, joined, code);
            if (nodes[joined].Output != 0)
            {
                // What ends before something that is left out may be a word of its own only there.
                var isLast = at == kept.Length ? i + 1 < text.Length : kept[at] != i + 1;
                if (!Tell(nodes[joined].Output, at, isLast ? 0 : since, foundJoined))
                {
                    return;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step(AutomatonNode[] nodes, int state, int code)
    {
        if (code == 0)
        {
            return 0;
        }

        while (true)
        {
            ref var node = ref nodes[state];
            var next = node.Base + code;
            if (nodes[next].Check == state)
            {
                return next;
            }

            if (state == 0)
            {
                return 0;
            }

            state = node.Fail;
        }
    }

    // Of keys that end with the longest one those longer than so much.
    private bool Tell(int longest, int end, int longerThan, Func<int, int, int, bool> found)
    {
        for (var each = longest; each != 0;)
        {
            var key = _keys[each - 1];
            if (key.Length <= longerThan)
            {
                break;
            }

            if (!found(each - 1, end - key.Length, end))
            {
                return false;
            }

            each = key.Next;
        }

        return true;
    }
}
