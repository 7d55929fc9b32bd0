namespace Sluice.Server.Matching;

/// <summary>Lays the states of a <see cref="WordAutomaton"/> out.</summary>
internal sealed class AutomatonBuilder
{
    private readonly string[] _keys;
    private readonly int[] _numbers;
    private readonly ushort[] _codes;
    private readonly int _most;
    private readonly AutomatonKey[] _told;
    private AutomatonNode[] _nodes;
    private int _firstFree = 1;

    private AutomatonBuilder(IReadOnlyList<string> keys)
    {
        _codes = Codes(keys, out _most);
        _numbers = [.. Enumerable.Range(0, keys.Count)];
        _keys = [.. keys];
        Array.Sort(_keys, _numbers, StringComparer.Ordinal);
        _told = new AutomatonKey[keys.Count];
        _nodes = [];
        Grow(_most + 2);
        _nodes[0].Check = 0;
    }

    /// <returns>The states, the code of each character (0: in no key), and the keys.</returns>
    public static (AutomatonNode[] Nodes, ushort[] Codes, AutomatonKey[] Keys) Build(IReadOnlyList<string> keys)
    {
        var builder = new AutomatonBuilder(keys);
        builder.Lay();

        // Whatever state asks for whatever character stays within.
        builder.Grow(builder._nodes.Length + builder._most + 1);
        return (builder._nodes, builder._codes, builder._told);
    }

    // The most used characters get the smallest codes, so that states lie close together.
    private static ushort[] Codes(IReadOnlyList<string> keys, out int most)
    {
        var counts = new int[char.MaxValue + 1];
        foreach (var key in keys)
        {
            foreach (var character in key)
            {
                counts[character]++;
            }
        }

        var codes = new ushort[counts.Length];
        most = 0;
        foreach (var character in Enumerable.Range(0, counts.Length).Where(character => counts[character] > 0).OrderByDescending(character => counts[character]))
        {
            codes[character] = (ushort)++most;
        }

        return codes;
    }

    // Breadth first: the state that a failure leads to is shorter, and so is there already.
    private void Lay()
    {
        var waiting = new Queue<(int State, int From, int To, int Depth)>();
        waiting.Enqueue((0, 0, _keys.Length, 0));
        List<(int Code, int From, int To)> next = [];
        while (waiting.TryDequeue(out var at))
        {
            var from = at.From;
            if (at.State != 0)
            {
                _nodes[at.State].Output = _nodes[_nodes[at.State].Fail].Output;
            }

            if (_keys[from].Length == at.Depth)
            {
                var number = _numbers[from];
                _told[number] = new AutomatonKey { Length = at.Depth, Next = _nodes[at.State].Output };
                _nodes[at.State].Output = number + 1;
                from++;
            }

            Split(next, from, at.To, at.Depth);
            if (next.Count == 0)
            {
                continue;
            }

            var origin = Place(next);
            _nodes[at.State].Base = origin;
            foreach (var (code, first, end) in next)
            {
                var child = origin + code;
                _nodes[child].Check = at.State;
                _nodes[child].Fail = at.State == 0 ? 0 : Step(_nodes[at.State].Fail, code);
                waiting.Enqueue((child, first, end, at.Depth + 1));
            }

            while (_firstFree < _nodes.Length && _nodes[_firstFree].Check >= 0)
            {
                _firstFree++;
            }
        }
    }

    private void Split(List<(int Code, int From, int To)> next, int from, int to, int depth)
    {
        next.Clear();
        while (from < to)
        {
            var character = _keys[from][depth];
            var end = from + 1;
            while (end < to && _keys[end][depth] == character)
            {
                end++;
            }

            next.Add((_codes[character], from, end));
            from = end;
        }
    }

    // The first place where all fit. What is nearly full is not searched again and again.
    private int Place(List<(int Code, int From, int To)> next)
    {
        const int Patience = 4096;
        var smallest = next.Min(each => each.Code);
        var tried = 0;
        for (var origin = Math.Max(0, _firstFree - smallest); ; origin++)
        {
            if (origin + _most + 1 >= _nodes.Length)
            {
                Grow((_nodes.Length * 2) + _most + 2);
            }

            if (Fits(next, origin))
            {
                return origin;
            }

            if (++tried == Patience)
            {
                _firstFree = Math.Max(_firstFree, origin - (Patience / 2));
            }
        }
    }

    private bool Fits(List<(int Code, int From, int To)> next, int origin)
    {
        foreach (var (code, _, _) in next)
        {
            if (_nodes[origin + code].Check >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private int Step(int state, int code)
    {
        while (true)
        {
            var next = _nodes[state].Base + code;
            if (_nodes[next].Check == state)
            {
                return next;
            }

            if (state == 0)
            {
                return 0;
            }

            state = _nodes[state].Fail;
        }
    }

    private void Grow(int size)
    {
        var had = _nodes.Length;
        if (size <= had)
        {
            return;
        }

        Array.Resize(ref _nodes, size);
        for (var i = had; i < size; i++)
        {
            _nodes[i].Check = -1;
        }
    }
}
