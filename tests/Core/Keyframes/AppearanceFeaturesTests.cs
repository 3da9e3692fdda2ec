using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Tests.Keyframes;

public sealed class AppearanceFeaturesTests
{
    [Fact]
    public void Compute_BrighterPicture_IsNearerThanAnotherOne()
    {
        var (plain, brighter, other) = (Of(0, 0), Of(0, 12), Of(40, 0));
        Assert.True(VectorMath.SquaredDistance(plain, brighter) < VectorMath.SquaredDistance(plain, other) / 2);
    }

    [Fact]
    public void Compute_SharperPicture_HasMoreDetail()
    {
        Assert.True(Look(16).Sharpness > Look(2).Sharpness * 2);

        static FrameLook Look(int contrast)
        {
            var grid = new LumaGrid();
            Assert.True(grid.Read(Picture((x, y) => (byte)(100 + (((x / 10) + (y / 10)) % 2 * contrast)))));
            return new AppearanceFeatures().Compute(grid, new float[AppearanceFeatures.Length]);
        }
    }

    [Fact]
    public void Compute_BlackAndWhite_SaysHowMuchIsExposed()
    {
        var grid = new LumaGrid();
        grid.Read(Picture(static (x, _) => x < 320 ? (byte)0 : (byte)120));
        var look = new AppearanceFeatures().Compute(grid, new float[AppearanceFeatures.Length]);
        Assert.Equal(0.5, look.Exposed, 2);
        Assert.Equal(60, look.Luma, 0);
    }

    [Fact]
    public void Shorten_AllFeatures_LosesLessThanAGreyLevel()
    {
        var features = Of(7, 3);
        var inShort = new short[features.Length];
        VectorMath.Shorten(features, inShort);
        for (var i = 0; i < features.Length; i++) Assert.InRange(inShort[i] / VectorMath.Steps, features[i] - 0.0002, features[i] + 0.0002);
    }

    private static float[] Of(int place, int brighter)
    {
        var grid = new LumaGrid();
        Assert.True(grid.Read(Picture((x, y) => (byte)((x / 4 > 60 + place && y > 120 ? 180 : 70) + brighter))));
        var features = new float[AppearanceFeatures.Length];
        new AppearanceFeatures().Compute(grid, features);
        return features;
    }

    private static HostPicture Picture(Func<int, int, byte> luma)
    {
        var picture = new HostPicture(640, 360, PixelFormat.Yuv420P);
        for (var y = 0; y < 360; y++)
            for (var x = 0; x < 640; x++) picture.WritablePlane(0)[(y * 640) + x] = luma(x, y);
        picture.WritablePlane(1).Fill(128);
        picture.WritablePlane(2).Fill(128);
        return picture;
    }
}
