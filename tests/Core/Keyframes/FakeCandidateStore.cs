using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Tests.Keyframes;

/// <summary>Keeps names of pictures, and no pictures.</summary>
internal sealed class FakeCandidateStore : ICandidateStore
{
    private readonly ConcurrentDictionary<string, bool> _held = new(StringComparer.Ordinal);

    public int Held => _held.Count;

    public int Taken { get; private set; }

    public bool IsFull { get; set; }

    public CandidatePicture? Take(Frame frame)
    {
        if (IsFull) return null;
        Taken++;
        var key = $"{frame.Info.Source}/{frame.Info.Id}";
        Assert.True(_held.TryAdd(key, true), $"{key} was taken twice");
        return new(key);
    }

    public void Discard(CandidatePicture picture) => Assert.True(_held.TryRemove(picture.Key, out _), $"{picture.Key} was discarded twice");

    public CandidateCounts Counts => default;

    public bool Has(CandidatePicture picture) => _held.ContainsKey(picture.Key);

    public IReadOnlySet<CandidatePicture> Restore(string source, IEnumerable<CandidatePicture> named) => new HashSet<CandidatePicture>();

    public ValueTask<byte[]?> ReadAsync(CandidatePicture picture, CancellationToken stop) => new((byte[]?)null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
