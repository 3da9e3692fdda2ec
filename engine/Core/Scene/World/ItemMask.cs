namespace Sluice.Core.Scene.World;

/// <summary>The runs of pixels one upright item shows, and the same at half size.</summary>
internal sealed class ItemMask
{
    private readonly List<(int Row, int From, int To)> _full = [];
    private readonly List<(int Row, int From, int To)> _half = [];

    public IReadOnlyList<(int Row, int From, int To)> Full => _full;

    public IReadOnlyList<(int Row, int From, int To)> Half => _half;

    public int X0 { get; private set; } = int.MaxValue;

    public int Y0 { get; private set; } = int.MaxValue;

    public int X1 { get; private set; }

    public int Y1 { get; private set; }

    public static ItemMask[] Build(SampleBuffer samples, WorldBuilder world, int width, int height)
    {
        var masks = new ItemMask[world.Items.Count];
        for (var i = 0; i < masks.Length; i++) masks[i] = new ItemMask();
        Runs(samples, world, width, height, 1, (item, row, from, to) => masks[item].Add(row, from, to));
        Runs(samples, world, width / 2, height / 2, 2, (item, row, from, to) => masks[item]._half.Add((row, from, to)));
        return masks;
    }

    private void Add(int row, int from, int to)
    {
        _full.Add((row, from, to));
        X0 = Math.Min(X0, from);
        X1 = Math.Max(X1, to);
        Y0 = Math.Min(Y0, row);
        Y1 = Math.Max(Y1, row + 1);
    }

    // A pixel belongs to the item that its centre sample sees.
    private static void Runs(SampleBuffer samples, WorldBuilder world, int width, int height, int scale, Action<int,
        int, int, int> found)
    {
        var step = SampleBuffer.Grid * scale;
        for (var y = 0; y < height; y++)
        {
            int current = 0, start = 0;
            for (var x = 0; x <= width; x++)
            {
                var item = 0;
                if (x < width)
                {
                    var id = samples.Ids[(y * step + step / 2) * samples.Width + x * step + step / 2];
                    if (id > 0) item = world.Polygons[id - 1].Item;
                }

                if (item == current) continue;
                if (current != 0) found(current, y, start, x);
                (current, start) = (item, x);
            }
        }
    }
}
