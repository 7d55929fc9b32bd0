namespace Sluice.Server.Matching;

/// <summary>
/// Finds all of many keys in one pass over a text, whatever their number (Aho-Corasick; its goto function is a double array: a
/// step is two reads). Immutable.
/// </summary>
internal sealed class WordAutomaton
{
    private readonly AutomatonNode[] _nodes;
    private readonly ushort[] _codes;
    private readonly int[] _lengths;

    /// <param name="keys">Each once, none empty.</param>
    public WordAutomaton(IReadOnlyList<string> keys)
    {
        _lengths = [.. keys.Select(key => key.Length)];
        (_nodes, _codes) = AutomatonBuilder.Build(keys);
    }

    /// <summary>What it holds, in bytes.</summary>
    public long Size => (20L * _nodes.Length) + (2L * _codes.Length) + (4L * _lengths.Length);

    /// <summary>Tells every key's every place: its number and where it begins. False from <paramref name="found"/> ends the search.</summary>
    public void Find(ReadOnlySpan<char> text, Func<int, int, bool> found)
    {
        var (nodes, codes) = (_nodes, _codes);
        var state = 0;
        for (var i = 0; i < text.Length; i++)
        {
            int code = codes[text[i]];
            if (code == 0)
            {
                state = 0;
                continue;
            }

            while (true)
            {
                var next = nodes[state].Base + code;
                if (nodes[next].Check == state)
                {
                    state = next;
                    break;
                }

                if (state == 0)
                {
                    break;
                }

                state = nodes[state].Fail;
            }

            if (nodes[state].Output != 0 && !Tell(state, i + 1, found))
            {
                return;
            }
        }
    }

    private bool Tell(int state, int end, Func<int, int, bool> found)
    {
        for (var output = _nodes[state].Output; output != 0; output = _nodes[_nodes[output].Fail].Output)
        {
            var key = _nodes[output].Key;
            if (!found(key, end - _lengths[key]))
            {
                return false;
            }
        }

        return true;
    }
}
