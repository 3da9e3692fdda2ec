using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;
using Sluice.Core.Stages.Keyframes.Keeping;
using Sluice.Tests.Sinks;

namespace Sluice.Core.Tests.Keyframes.Keeping;

public sealed class GridBlurTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(270)]
    public void Apply_TwoFacesThatDiffer_LookTheSame(int rotation)
    {
        var (one, other, unblurred) = (GridOf(1, rotation, "face"), GridOf(2, rotation, "face"), GridOf(2, rotation, "car"));
        Assert.Equal(one.Luma, other.Luma);
        Assert.NotEqual(one.Luma, unblurred.Luma);
        // What is beside the box is as it was.
        Assert.True(one.Luma.Distinct().Count() > 10);
    }

    // A face whose stripes differ and whose mean does not, at display columns 16 to 32 and rows 8 to 24 of a square picture.
    private static LumaGrid GridOf(int stripes, int rotation, string label)
    {
        var picture = new HostPicture(64, 64, PixelFormat.Gray8);
        for (var y = 0; y < 64; y++)
        {
            for (var x = 0; x < 64; x++)
            {
                var (left, top) = rotation switch { 90 => (63 - y, x), 270 => (y, 63 - x), _ => (x, y) };
                var isFace = left is >= 16 and < 32 && top is >= 8 and < 24;
                picture.WritablePlane(0)[(y * 64) + x] = (byte)(isFace ? (left / stripes % 2 == 0 ? 60 : 180) : left + top);
            }
        }

        using var bare = new Frame(new FrameInfo { Source = "s", Id = Guid.Empty, Index = 0, CapturedAt = SinkFixture.Noon, ArrivedTimestamp = 0, Rotation = rotation }, picture);
        using var frame = bare.With([new Detection(0, label, 0.9f, new(16, 8, 32, 24))]);
        var grid = new LumaGrid();
        Assert.True(grid.Read(frame.Picture));
        new GridBlur(["face"]).Apply(grid, frame);
        return grid;
    }
}
