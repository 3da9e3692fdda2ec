using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Render.Device;

namespace Sluice.Core.Stages.Render;

/// <summary>
/// Draws on copies of pictures, which lie where the pictures do; passes on as it is what needs neither drawing nor turning.
/// </summary>
/// <param name="options">What to draw.</param>
/// <param name="devices">Gives a device that draws by its number; null for those of the process.</param>
internal sealed class RenderStage(RenderOptions options, Func<int, PaintDevice?>? devices = null) : IFrameStage
{
    private readonly Overlay _overlay = new(options);
    private readonly PicturePool _pool = new();
    private readonly SurfaceFrames _surfaces = new();
    private readonly ConcurrentDictionary<string, DevicePainter> _painters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PictureCopier> _copiers = new(StringComparer.Ordinal);

    /// <summary>Pictures made and not freed yet.</summary>
    internal int Outstanding => _pool.Outstanding + _surfaces.Outstanding;

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
        if (_painters.TryRemove(source, out var painter)) painter.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (var copier in _copiers.Values) copier.Dispose();
        foreach (var painter in _painters.Values) painter.Dispose();
        _pool.Dispose();
        _surfaces.Dispose();
        return ValueTask.CompletedTask;
    }

    private DevicePainter PainterOf(string source)
    {
        if (_painters.TryGetValue(source, out var painter)) return painter;
        return _painters.GetOrAdd(source, new DevicePainter(_overlay, options.Surfaces.Bytes, _surfaces, devices));
    }

    private AvPicture Draw(Frame frame)
    {
        if (frame.Picture is AvPicture { Surface: not null } && PainterOf(frame.Info.Source).TryDraw(frame) is { } drawn) return drawn;
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
