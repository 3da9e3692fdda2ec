using Sluice.Core.Stages.Render;

namespace Sluice.Tests.Render;

public sealed class GlyphAtlasTests
{
    [Fact]
    public void Faces_EverySize_HasEveryPrintableCharacter()
    {
        Assert.Equal(GlyphAtlas.Faces.Select(face => face.SizePx).Order(), GlyphAtlas.Faces.Select(face => face.SizePx));
        foreach (var face in GlyphAtlas.Faces)
        {
            foreach (var character in Enumerable.Range(0x21, 0x5e).Concat(Enumerable.Range(0xa1, 12)).Select(code => (char)code))
            {
                Assert.True(face[character].Advance > 0, $"{character} at {face.SizePx}");
                Assert.Contains(face.Alpha(face[character]).ToArray(), alpha => alpha > 100);
            }
        }
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(18.4, 18)]
    [InlineData(27, 28)]
    [InlineData(500, 48)]
    public void Nearest_Size_IsTheClosestThereIs(double wanted, int expected) => Assert.Equal(expected, GlyphAtlas.Nearest(wanted).SizePx);

    [Fact]
    public void Measure_CharacterOutsideOfLatin1_IsAQuestionMark()
        => Assert.Equal(GlyphAtlas.Faces[2].Measure("a?b"), GlyphAtlas.Faces[2].Measure("a車b"));
}
