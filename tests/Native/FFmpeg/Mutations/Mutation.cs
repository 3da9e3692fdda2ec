namespace Sluice.Native.Tests.FFmpeg.Mutations;

/// <summary>Damages bytes and orders of packets the way networks, disks and hostile hands do; the same seed does the same.</summary>
internal sealed class Mutation(int seed)
{
    private const int MostBits = 64, LongestRun = 512, HeadBytes = 4096;
    private readonly Random _random = new(seed);

    /// <summary>A damaged copy of a file.</summary>
    public byte[] OfFile(byte[] file)
    {
        var bytes = file.ToArray();
        for (var times = _random.Next(1, 4); times > 0; times--) bytes = Damage(bytes);
        return bytes;
    }

    /// <summary>Damaged packets, or whole ones in another order.</summary>
    public List<byte[]> OfPackets(IReadOnlyList<byte[]> packets)
    {
        List<byte[]> list = [.. packets];
        for (var times = _random.Next(1, 4); times > 0 && list.Count > 0; times--)
        {
            var (at, other) = (_random.Next(list.Count), _random.Next(list.Count));
            switch (_random.Next(6))
            {
                case 0:
                    list.RemoveAt(at);
                    break;
                case 1:
                    list.Insert(other, list[at]);
                    break;
                case 2:
                    (list[at], list[other]) = (list[other], list[at]);
                    break;
                default:
                    list[at] = Damage(list[at].ToArray());
                    break;
            }
        }

        return list;
    }

    private byte[] Damage(byte[] bytes)
    {
        if (bytes.Length == 0) return bytes;
        var (at, length) = Run(bytes.Length);
        switch (_random.Next(8))
        {
            case 0:
                return bytes[..at];
            case 1:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 2:
                return [.. bytes[..(at + length)], .. bytes[at..]];
            case 3:
                bytes.AsSpan(at, length).Clear();
                return bytes;
            case 4:
                _random.NextBytes(bytes.AsSpan(at, length));
                return bytes;
            case 5:
                var (to, longest) = Run(bytes.Length);
                var moved = bytes[at..(at + Math.Min(length, longest))];
                moved.CopyTo(bytes, to);
                return bytes;
            default:
                for (var bits = _random.Next(1, MostBits); bits > 0; bits--) bytes[Place(bytes.Length)] ^= (byte)(1 << _random.Next(8));
                return bytes;
        }
    }

    private (int At, int Length) Run(int length)
    {
        var at = Place(length);
        return (at, Math.Min(_random.Next(1, LongestRun), length - at));
    }

    // Heads and tails of files say what the rest is, so they are hit as often as all of it.
    private int Place(int length) => _random.Next(4) switch
    {
        0 => _random.Next(Math.Min(length, HeadBytes)),
        1 => length - 1 - _random.Next(Math.Min(length, HeadBytes)),
        _ => _random.Next(length),
    };
}
