using Sluice.Abstractions;
using Sluice.Core.Stages.Render;

namespace Sluice.Tests.Render;

public sealed class OverlayTextTests
{
    [Theory]
    [InlineData(true, true, "car 0.87 #12")]
    [InlineData(false, true, "car #12")]
    [InlineData(true, false, "car 0.87")]
    [InlineData(false, false, "car")]
    public void Label_Options_ChooseItsParts(bool scores, bool tracks, string expected)
        => Assert.Equal(expected, Label("car", new RenderOptions { Scores = scores, Tracks = tracks }));

    [Fact]
    public void Label_LongName_IsCut()
        => Assert.Equal(new string('x', 46) + ".. 0.87 #12", Label(new string('x', 500), new()));

    [Theory]
    [InlineData(3, null, "yard  4")]
    [InlineData(3, 5, "yard  4 of 5")]
    [InlineData(2, null, "yard  in 6  out 2")]
    public void Place_Counts_AreSummedUpOverClasses(int points, int? limit, string expected)
    {
        var place = new PlaceState { Name = "yard", Points = [.. new RelativePoint[points]], Limit = limit, Counts = [new("car", 4, 2), new("bus", 2, 0)] };
        var text = new char[OverlayText.MaxLength];
        Assert.Equal(expected, new string(text, 0, OverlayText.Place(text, place)));
    }

    [Theory]
    [InlineData(83.4, true, "gate  00:01:23.40  #2085")]
    [InlineData(360_000.0, true, "gate  100:00:00.00  #2085")]
    [InlineData(83.4, false, "gate  2026-01-31 12:00:00.5Z  #2085")]
    [InlineData(null, true, "gate  2026-01-31 12:00:00.5Z  #2085")]
    public void Caption_TimeOfDayOnlyWhereItIsKnown(double? pts, bool isArrival, string expected)
    {
        var info = new FrameInfo
        {
            Source = "gate",
            Id = Guid.Empty,
            Index = 2085,
            PtsSeconds = pts,
            CapturedAt = new(2026, 1, 31, 12, 0, 0, 500, TimeSpan.Zero),
            CaptureTimeIsArrival = isArrival,
            ArrivedTimestamp = 0,
        };
        var text = new char[OverlayText.MaxLength];
        Assert.Equal(expected, new string(text, 0, OverlayText.Caption(text, info)));
    }

    [Fact]
    public void Keyframe_Reasons_NamesTheGreatest()
    {
        var keyframe = new Keyframe { Score = 0.831f, Reasons = new Dictionary<string, double> { ["tracks"] = 0.2, ["coverage"] = 0.6 } };
        var text = new char[OverlayText.MaxLength];
        Assert.Equal("KEYFRAME 0.83 coverage", new string(text, 0, OverlayText.Keyframe(text, keyframe)));
    }

    private static string Label(string name, RenderOptions options)
    {
        var text = new char[OverlayText.MaxLength];
        return new(text, 0, OverlayText.Label(text, new Detection(2, name, 0.87f, default) { TrackId = 12 }, options));
    }
}
