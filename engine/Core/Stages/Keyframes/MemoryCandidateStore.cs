using System.Collections.Concurrent;
using System.Globalization;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.Keeping;
using Sluice.Core.Stages.Render;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>Keeps candidates' pictures as JPEG in memory, compressed where they are taken. For any thread.</summary>
/// <param name="quality">Of the JPEG, 1 to 100.</param>
internal sealed class MemoryCandidateStore(int quality) : ICandidateStore
{
    private readonly ConcurrentDictionary<string, byte[]> _pictures = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<PictureCopier> _copiers = [];
    private readonly PicturePool _pool = new(4);

    /// <summary>How many are kept.</summary>
    public int Count => _pictures.Count;

    /// <inheritdoc/>
    public CandidatePicture? Take(Frame frame)
    {
        var picture = new CandidatePicture(string.Create(CultureInfo.InvariantCulture, $"{frame.Info.Source}/{frame.Info.Id:N}"));
        if (!_copiers.TryTake(out var copier)) copier = new(_pool);
        try
        {
            _pictures[picture.Key] = ImageCodec.EncodeJpeg(copier.AsNative(frame.Picture), quality);
        }
        finally
        {
            _copiers.Add(copier);
        }

        return picture;
    }

    /// <inheritdoc/>
    public void Discard(CandidatePicture picture) => _pictures.TryRemove(picture.Key, out _);

    /// <inheritdoc/>
    public ValueTask<byte[]?> ReadAsync(CandidatePicture picture, CancellationToken stop)
        => new(_pictures.GetValueOrDefault(picture.Key));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        while (_copiers.TryTake(out var copier)) copier.Dispose();
        _pool.Dispose();
        _pictures.Clear();
        return ValueTask.CompletedTask;
    }
}
