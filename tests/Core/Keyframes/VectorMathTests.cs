using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Tests.Keyframes;

public sealed class VectorMathTests
{
    [Theory, InlineData(128), InlineData(512)]
    public void SquaredDistances_OneToFour_AreThoseOfEach(int length)
    {
        var random = new Random(length);
        var all = Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, length).Select(_ => (short)random.Next(-1500, 1500)).ToArray()).ToArray();

        var found = VectorMath.SquaredDistances(ref all[0][0], ref all[1][0], ref all[2][0], ref all[3][0], ref all[4][0], length);

        for (var i = 0; i < 4; i++)
        {
            long expected = 0;
            for (var j = 0; j < length; j++) expected += (all[0][j] - all[i + 1][j]) * (all[0][j] - all[i + 1][j]);
            Assert.Equal(expected, found[i]);
            Assert.Equal(expected, VectorMath.SquaredDistance(ref all[0][0], ref all[i + 1][0], length, long.MaxValue));
        }
    }
}
