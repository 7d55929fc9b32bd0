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
    private readonly int[] _ends;
    private readonly ushort[] _depths;
    private readonly int[] _lengths;

    /// <param name="keys">Each once, none empty.</param>
    public WordAutomaton(IReadOnlyList<string> keys)
    {
        _lengths = [.. keys.Select(key => key.Length)];
        (_nodes, _codes, _ends, _depths) = AutomatonBuilder.Build(keys);
    }

    /// <summary>What it holds, in bytes.</summary>
    public long Size => (22L * _nodes.Length) + (2L * _codes.Length) + (4L * _lengths.Length);

    /// <summary>Tells every key's every place: its number and where it begins. False from <paramref name="found"/> ends the search.</summary>
    public void Find(ReadOnlySpan<char> text, Func<int, int, bool> found)
    {
        var (nodes, codes) = (_nodes, _codes);
        var state = 0;
        for (var i = 0; i < text.Length; i++)
        {
            state = Step(nodes, state, codes[text[i]]);
            if (nodes[state].Output != 0 && !Tell(state, i + 1, 0, found))
            {
                return;
            }
        }
    }

    /// <summary>
    /// The same in both views of a text at once: a second state goes through the joined view only from where that leaves something out until
    /// nothing that began before is left of it.
    /// </summary>
    /// <param name="text">The spaced view.</param>
    /// <param name="kept">Of each character of the joined view its place in the spaced one.</param>
    /// <param name="found">Takes what is in the spaced view.</param>
    /// <param name="foundJoined">Takes what the joined view alone has, by places in that.</param>
    public void Find(ReadOnlySpan<char> text, ReadOnlySpan<int> kept, Func<int, int, bool> found, Func<int, int, bool> foundJoined)
    {
        var (nodes, codes) = (_nodes, _codes);
        var (state, joined, at, since, isSame) = (0, 0, 0, 0, true);
        for (var i = 0; i < text.Length; i++)
        {
            int code = codes[text[i]];
            state = Step(nodes, state, code);
            if (nodes[state].Output != 0 && !Tell(state, i + 1, 0, found))
            {
                return;
            }

            if (at == kept.Length || kept[at] != i)
            {
                (isSame, since) = (false, 0);
                continue;
            }

            at++;
            since++;
            joined = isSame ? state : Step(nodes, joined, code);

            // What ends before something that is left out may be a word of its own only there.
            var isLast = at == kept.Length ? i + 1 < text.Length : kept[at] != i + 1;
            if ((!isSame || isLast) && nodes[joined].Output != 0 && !Tell(joined, at, isLast ? 0 : since, foundJoined))
            {
                return;
            }

            isSame = isSame || (_depths[state] <= since && _depths[joined] <= since);
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

    // Of keys that end at a state those longer than so much.
    private bool Tell(int state, int end, int longerThan, Func<int, int, bool> found)
    {
        for (var output = _nodes[state].Output; output != 0 && _depths[output] > longerThan; output = _nodes[_nodes[output].Fail].Output)
        {
            var key = _ends[output];
            if (!found(key, end - _lengths[key]))
            {
                return false;
            }
        }

        return true;
    }
}
