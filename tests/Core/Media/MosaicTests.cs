using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Sinks.Media;
using Sluice.Core.Stages.Render;
using Sluice.Core.Stages.Render.Mosaic;
using Sluice.Tests.Sinks;
using ColorRange = Sluice.Abstractions.ColorRange;

namespace Sluice.Tests.Media;

public sealed class MosaicTests : IDisposable
{
    private const int Background = 36;
    private readonly SteppedTime _time = new();
    private readonly OutputFixture _fixture;

    public MosaicTests() => _fixture = new() { Time = _time };

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(1, null, 1, 1)]
    [InlineData(2, null, 2, 1)]
    [InlineData(4, null, 2, 2)]
    [InlineData(5, null, 3, 2)]
    [InlineData(9, null, 3, 3)]
    [InlineData(16, null, 4, 4)]
    [InlineData(5, 5, 5, 1)]
    [InlineData(0, null, 1, 1)]
    public void Grid_OfTiles_IsAsSquareAsItCanBe(int tiles, int? columns, int expectedColumns, int expectedRows)
    {
        var grid = MosaicGrid.For(tiles, columns, 1280, 720);
        Assert.Equal((expectedColumns, expectedRows), (grid.Columns, grid.Rows));
        for (var i = 0; i < grid.Columns * grid.Rows; i++) Assert.Equal(0, (grid[i].X1 | grid[i].Y1 | grid[i].X2 | grid[i].Y2) & 1);
        Assert.Equal((1280, 720), (grid[(grid.Columns * grid.Rows) - 1].X2, grid[(grid.Columns * grid.Rows) - 1].Y2));
    }

    [Theory]
    [InlineData(100, 100, 0, 0, 640, 360, 140, 0, 500, 360)]
    [InlineData(1920, 1080, 640, 360, 1280, 720, 640, 360, 1280, 720)]
    public void Letterbox_KeepsTheShape(int width, int height, int x1, int y1, int x2, int y2, int ex1, int ey1, int ex2, int ey2)
        => Assert.Equal(new PixelRect(ex1, ey1, ex2, ey2), MosaicGrid.Letterbox(new(x1, y1, x2, y2), width, height));

    [Fact]
    public void Compose_SourcesComeAndGo_TheirTilesDoToo()
    {
        using var board = Board();
        Put(board, "a", 100);
        Alike([100, 100], Look(board, (40, 90), (200, 90)));
        Put(board, "b", 200);
        Put(board, "c", 60);
        Put(board, "d", 150);
        Alike([100, 200, 60, 150], Look(board, (80, 45), (240, 45), (80, 135), (240, 135)));
        board.Remove("b");
        board.Remove("c");
        board.Remove("d");
        Alike([100, 100], Look(board, (40, 90), (200, 90)));
        board.Remove("a");
        Assert.InRange(Look(board, (160, 90))[0], 16, Background);
        Assert.Equal(0, board.Outstanding);
    }

    [Fact]
    public void Compose_SourceThatSendsNothing_IsMarkedAndTheOthersAreNot()
    {
        using var board = Board();
        Put(board, "a", 200);
        Put(board, "b", 200);
        _time.Step(TimeSpan.FromSeconds(2));
        Put(board, "b", 200);
        _time.Step(TimeSpan.FromSeconds(2));
        var luma = Look(board, (4, 50), (164, 50));
        Assert.InRange(luma[0], 90, 180);
        Alike([200], luma[1..]);
        Put(board, "a", 200);
        Alike([200], Look(board, (4, 50)));
    }

    [Theory]
    [InlineData(ColorMatrix.Bt601, 0.8, 0.1, 0.2)]
    [InlineData(ColorMatrix.Bt601, 0.1, 0.7, 0.9)]
    [InlineData(ColorMatrix.Bt709, 0.8, 0.1, 0.2)]
    [InlineData(ColorMatrix.Bt2020, 0.2, 0.3, 0.9)]
    public void Compose_SourcesOfOtherMatrices_KeepTheirColours(ColorMatrix matrix, double red, double green, double blue)
    {
        using var board = Board();
        var sent = YuvColor.FromRgb(red, green, blue, matrix, ColorRange.Limited);
        var picture = new HostPicture(320, 180, PixelFormat.Yuv420P, ColorRange.Limited, matrix);
        foreach (var (plane, sample) in new[] { sent.Y, sent.U, sent.V }.Index()) picture.WritablePlane(plane).Fill(sample);
        board.TileOf("a").Put(picture, 0, _time);
        picture.Release();

        var expected = YuvColor.FromRgb(red, green, blue, ColorMatrix.Bt709, ColorRange.Limited);
        var mosaic = board.Compose();
        int[] shown = [.. new[] { 0, 1, 2 }.Select(plane => (int)mosaic.Plane(plane)[(40 * mosaic.Stride(plane)) + 40])];
        board.Return(mosaic);
        Alike([expected.Y, expected.U, expected.V], shown);
    }

    [Fact]
    public void Compose_WithNothingNew_AllocatesNothing()
    {
        using var board = new MosaicBoard(320, 180, null, true, TimeSpan.FromSeconds(3), _time, _fixture.Board);
        _fixture.Live("a", SourceState.Reconnecting);
        Put(board, "a", 200);
        Put(board, "b", 100);
        _time.Step(TimeSpan.FromSeconds(4));

        // The status that the board is asked for is a record of its own each time; the pictures are not.
        Assert.InRange(SteadyAllocation.Of(100, () => board.Return(board.Compose())), 0, 100 * 512);
    }

    [Fact]
    public async Task Sink_FramesOfSources_BecomeOneVideoAndAreLetGoOf()
    {
        var options = new MosaicOptions { To = "{source}.mp4", Size = "320x180", Fps = 5, Labels = false };
        await using (var sink = await _fixture.StartAsync<MosaicSink>(new MosaicFactory(), options, "a"))
        {
            for (var i = 0; i < 10; i++)
            {
                await _fixture.SendAsync(sink, i / 5.0, luma: 200, source: "a", width: 320, height: 180);
                if (i >= 5) await _fixture.SendAsync(sink, i / 5.0, luma: 50, source: "late", width: 320, height: 180);
                _time.Step(TimeSpan.FromMilliseconds(200));
                await Eventually.Is(() => sink.Counts.Accepted >= i + 1);
            }

            await sink.EndSourceAsync("a", NoOutput.Instance, default);
            await sink.EndSourceAsync("late", NoOutput.Instance, default);
            Assert.Equal(0, sink.Outstanding);
            Assert.Equal(10, sink.Counts.Accepted);
        }

        var video = DecodedVideo.Read(_fixture.PathOf("out.mp4"));
        Assert.Equal((320, 180, 10), (video.Width, video.Height, video.Times.Count));
        Assert.All(video.Times.Zip(video.Times.Skip(1)), static pair => Assert.Equal(0.2, pair.Second - pair.First, 1e-3));
        Assert.InRange(video.CornerLuma[0], 195, 205);
    }

    [Theory]
    [InlineData("1920")]
    [InlineData("1921x1080")]
    [InlineData("100000x100000")]
    [InlineData("x")]
    public void Check_Size_IsTwoEvenNumbers(string size)
        => Assert.Equal("size", Assert.Single(new MosaicFactory().Check(new MosaicOptions { To = "a.mp4", Size = size })).Key);

    private static void Alike(int[] expected, int[] luma)
        => Assert.All(expected.Zip(luma), static pair => Assert.InRange(pair.Second, pair.First - 2, pair.First + 2));

    private MosaicBoard Board() => new(320, 180, null, false, TimeSpan.FromSeconds(3), _time, null);

    private void Put(MosaicBoard board, string source, byte luma)
    {
        using var frame = _fixture.Frames.Make(320, 180, fill: picture => picture.WritablePlane(0).Fill(luma));
        board.TileOf(source).Put(frame.Picture, 0, _time);
    }

    private static int[] Look(MosaicBoard board, params (int X, int Y)[] at)
    {
        var picture = board.Compose();
        int[] luma = [.. at.Select(point => (int)picture.Plane(0)[(point.Y * picture.Stride(0)) + point.X])];
        board.Return(picture);
        return luma;
    }
}
