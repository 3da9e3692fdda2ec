using Sluice.Abstractions;
using Sluice.Core.Stages.Tracking;

namespace Sluice.Core.Tests.Tracking;

public sealed class CameraMotionEstimatorTests
{
    private const int Width = 640, Height = 360;

    [Theory]
    [InlineData(12, 0)]
    [InlineData(-9, 6)]
    [InlineData(5.5, -3)]
    [InlineData(24, 16)]
    public void Estimate_PictureShifted_GivesTheShift(double x, double y)
    {
        var motion = Between(Textured(), Textured(new(1, 0, x, y)));

        var (toX, toY) = motion.Map(Width / 2.0, Height / 2.0);
        Assert.InRange(toX - (Width / 2.0) - x, -1, 1);
        Assert.InRange(toY - (Height / 2.0) - y, -1, 1);
        Assert.InRange(motion.Scale, 0.99, 1.01);
    }

    [Fact]
    public void Estimate_PictureTurnedAndLarger_MapsEveryCorner()
    {
        var angle = 0.015;
        var truth = new CameraMotion(1.015 * Math.Cos(angle), 1.015 * Math.Sin(angle), 4, -6);

        var motion = Between(Textured(), Textured(truth));

        foreach (var (x, y) in new[] { (40.0, 40.0), (600.0, 40.0), (40.0, 320.0), (600.0, 320.0) })
        {
            Assert.InRange(motion.Map(x, y).X - truth.Map(x, y).X, -1.5, 1.5);
            Assert.InRange(motion.Map(x, y).Y - truth.Map(x, y).Y, -1.5, 1.5);
        }
    }

    [Fact]
    public void Estimate_SameScene_SaysTheCameraStandsStill()
        => Assert.Equal(CameraMotion.None, Between(Textured(noise: 3), Textured(noise: 4)));

    [Fact]
    public void Estimate_OtherScene_SaysTheCameraStandsStill()
        => Assert.Equal(CameraMotion.None, Between(Textured(), Textured(new(1, 0, 333, 201))));

    [Fact]
    public void Estimate_FlatPicture_SaysTheCameraStandsStill()
        => Assert.Equal(CameraMotion.None, Between(Flat(), Flat()));

    [Fact]
    public void Estimate_RotatedForDisplay_IsInTheDisplayedFrame()
    {
        // Turned by 90 degrees clockwise, what moves right in the coded picture moves down.
        var motion = Between(Textured(), Textured(new(1, 0, 12, 0)), rotation: 90);

        var (x, y) = motion.Map(100, 200);
        Assert.InRange(x - 100, -1, 1);
        Assert.InRange(y - 200 - 12, -1, 1);
    }

    [Fact]
    public void Update_CameraJolts_KeepsIdsOfSmallObjects()
    {
        var shift = 28;
        Assert.Equal([1L, 2L], IdsAfterAJolt(TrackerKind.Botsort, shift));
        Assert.NotEqual([1L, 2L], IdsAfterAJolt(TrackerKind.Bytetrack, shift));
    }

    private static IEnumerable<long> IdsAfterAJolt(TrackerKind kind, int shift)
    {
        var tracker = new SourceTracker(new TrackOptions { Tracker = kind, MinHits = 1 });
        var ids = Enumerable.Empty<long>();
        for (var i = 0; i < 12; i++)
        {
            var x = i < 10 ? 0 : shift;
            using var picture = new Frame(Info(i, 0), Textured(new(1, 0, x, 0)));
            using var frame = picture.With([Small(100 + x), Small(300 + x)]);
            ids = tracker.Update(frame, out _).Select(detection => detection.TrackId ?? 0);
        }

        return ids;
    }

    private static Detection Small(float x) => new(0, "person", 0.9f, new(x, 100, x + 20, 140));

    private static CameraMotion Between(HostPicture before, HostPicture after, int rotation = 0)
    {
        var estimator = new CameraMotionEstimator();
        using var first = new Frame(Info(0, rotation), before);
        using var second = new Frame(Info(1, rotation), after);
        estimator.Estimate(first, []);
        return estimator.Estimate(second, []);
    }

    private static FrameInfo Info(long index, int rotation) => new()
    {
        Source = "cam", Id = Guid.Empty, Index = index, CapturedAt = default, ArrivedTimestamp = 0, Rotation = rotation,
    };

    private static HostPicture Flat()
    {
        var picture = new HostPicture(Width, Height, PixelFormat.Gray8);
        picture.WritablePlane(0).Fill(90);
        return picture;
    }

    /// <summary>A smooth random texture, seen by a camera that moved.</summary>
    private static HostPicture Textured(CameraMotion? moved = null, int noise = 0)
    {
        var motion = moved ?? CameraMotion.None;
        var random = new Random(noise);
        var picture = new HostPicture(Width, Height, PixelFormat.Gray8);
        var plane = picture.WritablePlane(0);
        var scale = motion.Scale * motion.Scale;
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                // Back to where the pixel was before the camera moved.
                double shiftedX = x - motion.X, shiftedY = y - motion.Y;
                var fromX = ((motion.A * shiftedX) + (motion.B * shiftedY)) / scale;
                var fromY = ((motion.A * shiftedY) - (motion.B * shiftedX)) / scale;
                var value = 128 + Wave(fromX, fromY) + (noise == 0 ? 0 : random.Next(-noise, noise + 1));
                plane[(y * Width) + x] = (byte)Math.Clamp(value, 0, 255);
            }
        }

        return picture;
    }

    private static double Wave(double x, double y)
    {
        const double Grid = 14;
        int column = (int)Math.Floor(x / Grid), row = (int)Math.Floor(y / Grid);
        double shareX = (x / Grid) - column, shareY = (y / Grid) - row;
        var top = (Value(column, row) * (1 - shareX)) + (Value(column + 1, row) * shareX);
        var bottom = (Value(column, row + 1) * (1 - shareX)) + (Value(column + 1, row + 1) * shareX);
        return (top * (1 - shareY)) + (bottom * shareY);
    }

    private static double Value(int column, int row)
    {
        var hash = unchecked((uint)((column * 73856093) ^ (row * 19349663)) * 2654435761u);
        return ((hash >> 16) % 201) - 100.0;
    }
}
