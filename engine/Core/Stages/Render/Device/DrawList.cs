using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Native.Cuda;

namespace Sluice.Core.Stages.Render.Device;

/// <summary>
/// What is to be drawn on a picture of a device, put down by a <see cref="YuvCanvas"/> that has no pixels. Its arrays grow and are kept. For one
/// thread at a time.
/// </summary>
internal sealed class DrawList
{
    // Where the alpha of letters lies is known without the list; that of other masks follows the commands.
    private const ulong InAtlas = 1UL << 63;

    private readonly List<byte> _masks = [];
    private DrawCommand[] _commands = new DrawCommand[256];
    private int _count;
    private int _bands;
    private int[] _ends = [];
    private int _orderLength;

    /// <summary>Columns of the picture.</summary>
    public int Width { get; private set; }

    /// <summary>Rows of the picture.</summary>
    public int Height { get; private set; }

    /// <summary>Bytes that <see cref="Write"/> writes.</summary>
    public int SizeBytes => MasksAt + _masks.Count;

    private int BandsAt => _count * Unsafe.SizeOf<DrawCommand>();

    private int OrderAt => BandsAt + ((_bands + 1) * sizeof(int));

    private int MasksAt => OrderAt + (_orderLength * sizeof(int));

    /// <summary>Begins a picture.</summary>
    /// <param name="width">Its columns.</param>
    /// <param name="height">Its rows.</param>
    public void Begin(int width, int height)
    {
        (Width, Height, _count, _orderLength) = (width, height, 0, 0);
        _masks.Clear();
        _bands = (height + DrawPicture.BandRows - 1) / DrawPicture.BandRows;
        if (_ends.Length < _bands + 1) _ends = new int[_bands + 1];
    }

    /// <summary>A filled rectangle.</summary>
    /// <param name="rect">Where; within the picture.</param>
    /// <param name="color">The colour.</param>
    public void Fill(in PixelRect rect, YuvColor color) => Add(rect, DrawKind.Fill, color, 0, 0, 0);

    /// <summary>A rectangle through which shines what was there.</summary>
    /// <param name="rect">Where; within the picture.</param>
    /// <param name="color">The colour.</param>
    /// <param name="alpha">0 for nothing to 256 for all.</param>
    public void Blend(in PixelRect rect, YuvColor color, int alpha) => Add(rect, DrawKind.Blend, color, alpha, 0, 0);

    /// <summary>A mask.</summary>
    /// <param name="rect">Where; within the picture.</param>
    /// <param name="alpha">The alpha of the rectangle's first pixel, and on; copied.</param>
    /// <param name="stride">Bytes from row to row of it.</param>
    /// <param name="color">The colour.</param>
    public void Stamp(in PixelRect rect, ReadOnlySpan<byte> alpha, int stride, YuvColor color)
    {
        var at = _masks.Count;
        for (var row = 0; row < rect.Height; row++) _masks.AddRange(alpha.Slice(row * stride, rect.Width));
        Add(rect, DrawKind.Stamp, color, 0, rect.Width, (ulong)at);
    }

    /// <summary>A mask of the glyph atlas, which the device has.</summary>
    /// <param name="rect">Where; within the picture.</param>
    /// <param name="offset">Of the alpha of the rectangle's first pixel in the atlas.</param>
    /// <param name="stride">Bytes from row to row of it.</param>
    /// <param name="color">The colour.</param>
    public void Stamp(in PixelRect rect, int offset, int stride, YuvColor color) => Add(rect, DrawKind.Stamp, color, 0, stride, InAtlas | (uint)offset);

    /// <summary>Sorts the commands by the bands of rows they touch; then <see cref="SizeBytes"/> is right.</summary>
    public void End()
    {
        var ends = _ends.AsSpan(0, _bands + 1);
        ends.Clear();
        foreach (ref readonly var command in Commands)
        {
            var (first, last) = BandsOf(command);
            for (var band = first; band <= last; band++) ends[band + 1]++;
        }

        for (var band = 0; band < _bands; band++) ends[band + 1] += ends[band];
        _orderLength = ends[_bands];
    }

    /// <summary>Writes all of it as the kernel reads it, after <see cref="End"/>.</summary>
    /// <param name="into">Gets <see cref="SizeBytes"/>.</param>
    /// <param name="address">Where that will lie on the device.</param>
    /// <param name="atlas">Where the glyph atlas lies there.</param>
    /// <returns>The device addresses of the bands and of the order.</returns>
    public (ulong Bands, ulong Order) Write(Span<byte> into, ulong address, ulong atlas)
    {
        var commands = MemoryMarshal.Cast<byte, DrawCommand>(into[..BandsAt]);
        Commands.CopyTo(commands);
        foreach (ref var command in commands)
        {
            if (command.Kind != DrawKind.Stamp) continue;
            command = command with { Mask = (command.Mask & InAtlas) != 0 ? atlas + (command.Mask & ~InAtlas) : address + (ulong)MasksAt + command.Mask };
        }

        var bands = MemoryMarshal.Cast<byte, int>(into[BandsAt..OrderAt]);
        _ends.AsSpan(0, _bands + 1).CopyTo(bands);
        var order = MemoryMarshal.Cast<byte, int>(into[OrderAt..MasksAt]);

        // Each band's end moves from its beginning to where it belongs; within a band the order stays.
        for (var i = 0; i < _count; i++)
        {
            var (first, last) = BandsOf(_commands[i]);
            for (var band = first; band <= last; band++) order[_ends[band]++] = i;
        }

        CollectionsMarshal.AsSpan(_masks).CopyTo(into[MasksAt..]);
        return (address + (ulong)BandsAt, address + (ulong)OrderAt);
    }

    private Span<DrawCommand> Commands => _commands.AsSpan(0, _count);

    private static (int First, int Last) BandsOf(in DrawCommand command)
        => (command.Y1 / DrawPicture.BandRows, (command.Y2 - 1) / DrawPicture.BandRows);

    private void Add(in PixelRect rect, DrawKind kind, YuvColor color, int alpha, int stride, ulong mask)
    {
        if (_count == _commands.Length) Array.Resize(ref _commands, 2 * _count);
        _commands[_count++] = new(rect.X1, rect.Y1, rect.X2, rect.Y2, kind, color.Y, color.U, color.V, alpha, stride, mask);
    }
}
