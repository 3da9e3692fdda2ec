using Sluice.Core.Stages.Inference.Device;

namespace Sluice.Tests.Inference.Device;

public sealed class GraphSizesTests
{
    [Theory]
    [InlineData(1, null, new[] { 1 })]
    [InlineData(6, null, new[] { 1, 2, 4, 6 })]
    [InlineData(8, null, new[] { 1, 2, 4, 8 })]
    [InlineData(4, 4, new[] { 4 })]
    public void Of_AModel_AreFew(int most, int? only, int[] sizes) => Assert.Equal(sizes, GraphSizes.Of(most, only));

    [Fact]
    public void For_AnyBatch_IsOneOfThemAndLargeEnough()
    {
        for (var most = 1; most <= 33; most++)
        {
            for (var count = 1; count <= most; count++)
            {
                var size = GraphSizes.For(count, most);
                Assert.Contains(size, GraphSizes.Of(most, null));
                Assert.True(size >= count, $"{count} of at most {most} runs as {size}");
            }
        }
    }
}
