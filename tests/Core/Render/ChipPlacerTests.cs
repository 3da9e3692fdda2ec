using Sluice.Core.Stages.Render;

namespace Sluice.Tests.Render;

public sealed class ChipPlacerTests
{
    [Theory]
    [InlineData(40, 50, 40, 40)]
    [InlineData(40, 0, 40, 2)]
    [InlineData(190, 50, 160, 40)]
    public void Place_FreePicture_PutsItAboveOrElseInside(int boxX, int boxY, int x, int y)
    {
        var placer = new ChipPlacer(new PixelRect[4], 200, 100);
        var chip = placer.Place(new(boxX, boxY, boxX + 30, boxY + 30), 2, 40, 10, 2);
        Assert.Equal(new(x, y, x + 40, y + 10), chip);
    }

    [Fact]
    public void Place_SeveralLabelsOfOneBox_DoNotOverlap()
    {
        var placer = new ChipPlacer(new PixelRect[8], 200, 200);
        List<PixelRect> chips = [];
        for (var i = 0; i < 6; i++) chips.Add(placer.Place(new(50, 60, 90, 120), 2, 40, 10, 2));
        for (var i = 0; i < chips.Count; i++)
            for (var k = 0; k < i; k++) Assert.False(chips[i].Overlaps(chips[k]), $"{i} lies on {k}");
    }

    [Fact]
    public void Place_NoRoomLeft_StaysInThePicture()
    {
        var placer = new ChipPlacer(new PixelRect[8], 60, 16);
        for (var i = 0; i < 5; i++)
        {
            var chip = placer.Place(new(50, 0, 70, 16), 2, 40, 10, 2);
            Assert.Equal(chip, chip.Clip(60, 16));
        }
    }
}
