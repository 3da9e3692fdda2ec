using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Telemetry;
using Sluice.Native.FFmpeg;
using ColorRange = Sluice.Abstractions.ColorRange;
using NativeRange = Sluice.Native.FFmpeg.ColorRange;

namespace Sluice.Core.Stages.Render.Mosaic;

/// <summary>
/// Composes the newest pictures of several sources into one. Tiles are added and taken away on any thread; <see cref="Compose"/> is for one.
/// </summary>
/// <param name="width">Columns; even.</param>
/// <param name="height">Rows; even.</param>
/// <param name="columns">Tiles in a row; null for as square a grid as there is.</param>
/// <param name="labels">Whether tiles say their source and state.</param>
/// <param name="staleAfter">How old a picture may be before it is marked; zero for any age.</param>
/// <param name="time">The clock.</param>
/// <param name="sources">Knows how sources are; null when nobody does.</param>
internal sealed class MosaicBoard(
    int width, int height, int? columns, bool labels, TimeSpan staleAfter, TimeProvider time, SourceBoard? sources) : IDisposable
{
    private const int Bt709 = 1;
    private const int LabelPlate = 192;

    // Guards the list; replaced whole, so that whoever has one may walk along it.
    private readonly Lock _lock = new();
    private readonly PicturePool _pool = new(4);
    private readonly AvFrame _board = new();
    private readonly Palette _palette = Palette.For(ColorMatrix.Bt709, ColorRange.Limited);
    private volatile MosaicTile[] _tiles = [];
    private MosaicTile[] _laidOut = [];
    private MosaicGrid _grid;
    private readonly List<MosaicTile> _gone = [];

    /// <summary>Pictures made and not given back.</summary>
    internal int Outstanding => _pool.Outstanding;

    /// <summary>The tile of a source; added behind the others when it has none.</summary>
    /// <param name="source">The source's id.</param>
    public MosaicTile TileOf(string source)
    {
        foreach (var tile in _tiles)
            if (tile.Source == source) return tile;
        lock (_lock)
        {
            foreach (var tile in _tiles)
                if (tile.Source == source) return tile;
            var added = new MosaicTile(source);
            _tiles = [.. _tiles, added];
            return added;
        }
    }

    /// <summary>Takes a source's tile away.</summary>
    /// <param name="source">The source's id.</param>
    public void Remove(string source)
    {
        lock (_lock)
        {
            foreach (var tile in _tiles)
                if (tile.Source == source) _gone.Add(tile);
            _tiles = [.. _tiles.Where(tile => tile.Source != source)];
        }
    }

    /// <summary>Makes the mosaic as it is now.</summary>
    /// <returns>yuv420p, BT.709, limited range; to be given to <see cref="Return"/>.</returns>
    public AvFrame Compose()
    {
        LayOut();
        for (var i = 0; i < _laidOut.Length; i++)
        {
            try
            {
                _laidOut[i].Show(_board, _grid[i]);
            }
            catch (Exception fault) when (fault is NotSupportedException or AvException or ArgumentException)
            {
                // Its tile stays as it was and grows stale, which is seen; the others must not suffer.
            }
        }

        var picture = _pool.Rent(width, height, AvPixelFormat.Yuv420p);
        for (var plane = 0; plane < 3; plane++)
            CopyPlane(_board.Plane(plane), _board.Stride(plane), picture.WritablePlane(plane), picture.Stride(plane), _board.RowBytes(plane), _board.PlaneHeight(plane));
        (picture.ColorRange, picture.ColorSpace) = (NativeRange.Limited, Bt709);
        var canvas = AvCanvas.Over(picture);
        for (var i = 0; i < _laidOut.Length; i++) Mark(canvas, _laidOut[i], _grid[i]);
        return picture;
    }

    /// <summary>Takes a picture back.</summary>
    /// <param name="picture">From <see cref="Compose"/>.</param>
    public void Return(AvFrame picture) => _pool.Return(picture, 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tile in _tiles) tile.Dispose();
        foreach (var tile in _gone) tile.Dispose();
        _board.Dispose();
        _pool.Dispose();
    }

    private void LayOut()
    {
        var tiles = _tiles;
        if (_board.IsEmpty) _board.Allocate(width, height, AvPixelFormat.Yuv420p);
        else if (ReferenceEquals(tiles, _laidOut)) return;
        _laidOut = tiles;
        _grid = MosaicGrid.For(tiles.Length, columns, width, height);
        AvCanvas.Over(_board).Fill(new(0, 0, width, height), _palette.Caption);
        for (var i = 0; i < tiles.Length; i++) tiles[i].Move(_board, _grid[i]);
        lock (_lock)
        {
            foreach (var tile in _gone) tile.Dispose();
            _gone.Clear();
        }
    }

    private void Mark(in YuvCanvas canvas, MosaicTile tile, in PixelRect place)
    {
        Span<char> text = stackalloc char[OverlayText.MaxLength];
        var seen = tile.LastSeen;
        if (seen is { } last && staleAfter > TimeSpan.Zero && time.GetElapsedTime(last.Timestamp) >= staleAfter)
            StaleBadge.Draw(canvas, tile.Shown.IsEmpty ? place : tile.Shown, text[..StaleBadge.Text(text, last.At, time.GetUtcNow())], _palette);
        if (labels) Label(canvas, tile, place, text, seen != null);
    }

    private void Label(in YuvCanvas canvas, MosaicTile tile, in PixelRect place, Span<char> text, bool hasPicture)
    {
        var name = tile.Source.AsSpan(0, Math.Min(tile.Source.Length, 48));
        name.CopyTo(text);
        var length = name.Length;
        var state = sources?.StatusOf(tile.Source)?.State;
        var said = state is { } known and not SourceState.Running ? SnakeCase.Of(known) : hasPicture ? "" : "no picture yet";
        if (said.Length > 0)
        {
            "  ".CopyTo(text[length..]);
            said.CopyTo(text[(length + 2)..]);
            length += said.Length + 2;
        }

        var face = GlyphAtlas.Nearest(Math.Clamp(Math.Min(place.Width, place.Height) / 20.0, 10, 28));
        int padX = Math.Max(4, face.SizePx / 2), padY = Math.Max(2, face.SizePx / 4);
        var plate = new PixelRect(place.X1, place.Y1,
            Math.Min(place.X2, place.X1 + OverlayStyle.Snap(face.Measure(text[..length]) + (2 * padX), 2)),
            Math.Min(place.Y2, place.Y1 + OverlayStyle.Snap(face.AscentPx + face.DescentPx + (2 * padY), 2)));
        canvas.Blend(plate, _palette.Caption, LabelPlate);
        canvas.Write(text[..length], plate.X1 + padX, plate.Y1 + padY + face.AscentPx, face, said.Length == 0 ? _palette.White : _palette.Accent);
    }

    private static void CopyPlane(ReadOnlySpan<byte> from, int fromStride, Span<byte> to, int toStride, int bytes, int rows)
    {
        for (var row = 0; row < rows; row++) from.Slice(row * fromStride, bytes).CopyTo(to[(row * toStride)..]);
    }
}
