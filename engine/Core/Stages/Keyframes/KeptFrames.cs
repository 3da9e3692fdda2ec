using System.Numerics;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>The latest keyframes of all sources, to tell later ones from them. For any thread.</summary>
/// <param name="capacity">Most remembered; the oldest goes first.</param>
internal sealed class KeptFrames(int capacity)
{
    // What was archived a day ago says little about what the scene looks like now.
    private const double RememberedSeconds = 86400;

    /// <summary>A picture that repeats another, of any source, is nearer to it than this, and its tiles are alike.</summary>
    public const double Near = 0.9;

    // One of another source that has objects of its own is the very same picture.
    private const double Same = 0.15;

    // Guards the queue; held for a copy of it.
    private readonly Lock _lock = new();
    private readonly Queue<KeptFrame> _frames = [];

    /// <summary>Held while a period is chosen from: what a source keeps is known to the next.</summary>
    public Lock Turn { get; } = new();

    /// <summary>Ends when what the archive holds is known.</summary>
    public Task Seeding { get; private set; } = Task.CompletedTask;

    /// <summary>How many are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _frames.Count;
        }
    }

    /// <summary>Reads the latest of what an archive holds, beside everything else.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="space">What the stage's vectors are.</param>
    /// <param name="failed">Told why that was not possible.</param>
    /// <param name="stop">Gives up.</param>
    public void Seed(IKeyframeArchive archive, AppearanceSpace space, Action<Exception> failed, CancellationToken stop) => Seeding = Task.Run(async () =>
    {
        try
        {
            await foreach (var kept in archive.ReadAsync(DateTimeOffset.MinValue, null, capacity, stop))
                if (KeptFrame.Of(kept, space) is { } frame) Add(frame);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            failed(fault);
        }
    }, CancellationToken.None);

    /// <summary>Remembers one.</summary>
    public void Add(KeptFrame frame)
    {
        lock (_lock)
        {
            _frames.Enqueue(frame);
            if (_frames.Count > capacity) _frames.Dequeue();
        }
    }

    /// <summary>Those of the day before a time.</summary>
    /// <param name="at">The time.</param>
    /// <param name="source">Who asks: what the archive holds of it from later on is from an earlier reading of the same recording.</param>
    public List<KeptFrame> Before(double at, string source)
    {
        lock (_lock) return [.. _frames.Where(frame => at - frame.At <= RememberedSeconds && !(frame.IsFromArchive && frame.Source == source && frame.At >= at))];
    }

    /// <summary>The keyframe of another source that a candidate repeats: the same stream by another name, a view that overlaps, a recording that was played again.</summary>
    /// <returns>Null for none.</returns>
    public KeptFrame? FindRepeated(Candidate candidate, string source)
    {
        var signs = AppearanceSigns.Of(candidate.Features);
        List<KeptFrame> near;
        lock (_lock) near = [.. _frames.Where(frame => BitOperations.PopCount(frame.Signs ^ signs) <= AppearanceSigns.Alike && frame.Source != source)];
        return near.Find(frame => IsRepeated(candidate, frame));
    }

    /// <summary>Whether a candidate repeats a frame of another source.</summary>
    public static bool IsRepeated(Candidate candidate, KeptFrame frame)
    {
        var limit = (candidate.Tracks.Length == 0 ? Near : Same) * VectorMath.Steps;
        var far = (long)(limit * limit);
        return VectorMath.SquaredDistance(ref candidate.Features[0], ref frame.Features[0], AppearanceFeatures.Length, far) <= far
            && TileTest.AreAlike(candidate.Luma, frame.Luma);
    }
}
