using Sluice.Core.Scene;

namespace Sluice.Core.Tests.Scene;

public sealed class SceneUriTests
{
    [Fact]
    public void Parse_EveryKey_IsTaken()
    {
        var o = SceneUri.Parse("scene:junction?seed=7&duration=5m&size=640x360&fps=30&density=0.5&quiet=0.9&events=2&only=jaywalker+animal&hour=22:30&speed=1.5&rain=0.3&noise=2&shake=1");
        Assert.Equal(
            new SceneOptions
            {
                Camera = CameraPlacement.Junction, Seed = 7, Duration = TimeSpan.FromMinutes(5), WidthPx = 640,
                    HeightPx = 360, RateHz = 30,
                Density = 0.5, Quiet = 0.9, EventsPerMinute = 2, Events = RareEvent.Jaywalker | RareEvent.Animal,
                    Hour = 22.5, HoursPerMinute = 1.5,
                Rain = 0.3, Noise = 2, ShakePx = 1,
            }, o);
    }

    [Fact]
    public void Parse_CameraAlone_TakesDefaults() =>
        Assert.Equal(new SceneOptions { Camera = CameraPlacement.Roadside }, SceneUri.Parse("scene:roadside"));

    [Theory]
    [InlineData("file:x", "scene:CAMERA")]
    [InlineData("scene:bridge", "there are overpass, roadside, junction, crossing")]
    [InlineData("scene:overpass?sed=1", "key 'sed' is unknown")]
    [InlineData("scene:overpass?seed=x", "a whole number")]
    [InlineData("scene:overpass?duration=60", "90s, 5m or 1h")]
    [InlineData("scene:overpass?size=720", "1280x720")]
    [InlineData("scene:overpass?size=641x360", "width 641 is odd")]
    [InlineData("scene:overpass?rain=2", "rain 2 is outside 0 to 1")]
    [InlineData("scene:overpass?hour=18:75", "18:30")]
    [InlineData("scene:overpass?only=dragon", "stopped_vehicle+jaywalker")]
    public void Parse_WhatDoesNotServe_SaysWhatWould(string uri, string expected)
    {
        var fault = Assert.Throws<FormatException>(() => SceneUri.Parse(uri));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }
}
