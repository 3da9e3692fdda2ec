using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Stages.Keyframes.State;

/// <summary>Reads what a <see cref="StateWriter"/> wrote. All calls throw <see cref="InvalidDataException"/> where that is not what is there.</summary>
/// <param name="bytes">The state.</param>
internal sealed class StateReader(ReadOnlyMemory<byte> bytes)
{
    private readonly List<Candidate?> _candidates = [];
    private int _at;

    /// <summary>What numbers of tracks are moved by to be told from those of this process, which count from one again.</summary>
    public const long PastTracks = 1L << 40;

    /// <summary>What is added to the numbers of tracks.</summary>
    public long TrackShift { get; init; }

    /// <summary>Where candidates' pictures are; set before the first is read.</summary>
    public ICandidateStore? Store { get; init; }

    /// <summary>What the vectors are.</summary>
    public AppearanceSpace Space { get; init; } = AppearanceSpace.Plain;

    /// <summary>Told of candidates that are back.</summary>
    public SelectionLedger? Ledger { get; init; }

    /// <summary>Pictures of an earlier run that are still there.</summary>
    public IReadOnlySet<CandidatePicture> There { get; init; } = new HashSet<CandidatePicture>();

    /// <summary>The candidates that were read and are there.</summary>
    public IEnumerable<Candidate> Candidates => _candidates.OfType<Candidate>();

    public bool Bool() => Take(1)[0] != 0;

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public float Float() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public double? MaybeDouble() => Bool() ? Double() : null;

    public long? MaybeLong() => Bool() ? Long() : null;

    public DateTimeOffset Time()
    {
        var ticks = Long();
        return ticks is >= 0 and <= 3155378975999999999 ? new(ticks, TimeSpan.Zero) : throw Damaged("a time");
    }

    public Guid Id() => new(Take(16));

    public string? Text()
    {
        var length = Int();
        return length == -1 ? null : Encoding.UTF8.GetString(Take(length));
    }

    /// <summary>A text that is there.</summary>
    public string Word() => Text() ?? throw Damaged("a text");

    /// <summary>How many of something follow.</summary>
    /// <param name="most">More is damage.</param>
    public int Count(int most = 1 << 20)
    {
        var count = Int();
        return count >= 0 && count <= most ? count : throw Damaged("a number of things");
    }

    /// <summary>Numbers of any kind.</summary>
    public T[] Many<T>()
        where T : unmanaged
    {
        var count = Count(1 << 28);
        return MemoryMarshal.Cast<byte, T>(Take(checked(count * Unsafe.SizeOf<T>()))).ToArray();
    }

    /// <summary>As many numbers as there is room for.</summary>
    public void Fill<T>(Span<T> into)
        where T : unmanaged
    {
        if (Count(1 << 28) != into.Length) throw Damaged("a table of another size");
        MemoryMarshal.Cast<byte, T>(Take(checked(into.Length * Unsafe.SizeOf<T>()))).CopyTo(into);
    }

    /// <summary>A candidate; null where there was none, or where its picture is gone.</summary>
    public Candidate? Candidate()
    {
        var number = Int();
        if (number == -1) return null;
        if (number >= 0 && number < _candidates.Count) return _candidates[number];
        if (number != _candidates.Count) throw Damaged("a candidate");
        var candidate = CandidateState.Load(this);
        _candidates.Add(candidate);
        return candidate;
    }

    /// <summary>What is said of a state that is none.</summary>
    public static InvalidDataException Damaged(string what) => new($"{what} is not where it belongs");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - _at) throw Damaged("its end");
        _at += count;
        return bytes.Span.Slice(_at - count, count);
    }
}
