using Sluice.Core.Config;

namespace Sluice.Tests.Config;

public sealed class ConfigReferenceTests
{
    private static readonly string[] Lines = ConfigReference.Write(TestStages.Catalog).Split('\n');

    [Theory]
    [InlineData("| `memory` | size | `1GiB` | Most memory for pictures in flight over the whole engine. |")]
    [InlineData("| `decoders` | whole number from 0 to 1024 | `0` | How many threads decode; 0 for one a core. |")]
    [InlineData("| `loop` | true, false or count | `false` | true for endless, or a number of passes. |")]
    [InlineData("| `policy` | `wait`, `drop_oldest`, `drop_newest`, `latest` |  | "
        + "What a full edge does with one frame more; wait below files and drop_oldest below live sources when left out. |")]
    [InlineData("### `use: track`")]
    [InlineData("Test stage track. Needs detections.")]
    [InlineData("| `model` | id in `models` | required | The model. |")]
    [InlineData("| `batch.size` | whole number from 1 to 1024 | `8` | Most frames in a batch. |")]
    [InlineData("| `budget` | budget | `60/h` | How many to keep. |")]
    [InlineData("| `tracker` | `bytetrack`, `oc_sort` | `bytetrack` | The algorithm. |")]
    [InlineData("It has no options.")]
    public void Reference_OfATestCatalog_Holds(string line) => Assert.Contains(line, Lines);

    [Fact]
    public void Reference_NoLine_EndsInSpace() => Assert.DoesNotContain(Lines, l => l.EndsWith(' '));
}
