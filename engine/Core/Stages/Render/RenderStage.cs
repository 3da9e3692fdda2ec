using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;

namespace Sluice.Core.Stages.Render;

/// <summary>Draws on copies of pictures; passes on as it is what needs neither drawing nor turning.</summary>
/// <param name="options">What to draw.</param>
internal sealed class RenderStage(RenderOptions options) : IFrameStage
{
    private readonly Overlay _overlay = new(options);
    private readonly PicturePool _pool = new();
    private readonly ConcurrentDictionary<string, PictureCopier> _copiers = new(StringComparer.Ordinal);

    /// <summary>Pictures made and not freed yet.</summary>
    internal int Outstanding => _pool.Outstanding;

    /// <inheritdoc/>
    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        var drawn = _overlay.HasWork(frame) || frame.Rotation != 0 ? frame.WithPicture(Draw(frame)) : frame.Share();
        return output.EmitAsync(drawn, stop);
    }

    /// <inheritdoc/>
    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        if (_copiers.TryRemove(source, out var copier)) copier.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (var copier in _copiers.Values) copier.Dispose();
        _pool.Dispose();
        return ValueTask.CompletedTask;
    }

    private AvPicture Draw(Frame frame)
    {
        if (!_copiers.TryGetValue(frame.Info.Source, out var copier))
            copier = _copiers.GetOrAdd(frame.Info.Source, new PictureCopier(_pool));
        var target = copier.Copy(frame);
        try
        {
            var picture = new AvPicture(target, _pool, isUpright: true);
            _overlay.Draw(AvCanvas.Over(target), frame, Palette.For(picture.Matrix, picture.Range));
            return picture;
        }
        catch
        {
            _pool.Return(target, 0);
            throw;
        }
    }
}
