using Sluice.Abstractions;
using Sluice.Core.Config;

namespace Sluice.Tests.Config;

public sealed class BinderTests
{
    [Theory]
    [InlineData("20ms", 0.02)]
    [InlineData("1.5s", 1.5)]
    [InlineData("1m", 60)]
    [InlineData("0.5min", 30)]
    [InlineData("\"20 ms\"", 0.02)]
    public void Duration_WithUnit_IsRead(string written, double seconds)
        => Assert.Equal(seconds, GraphText.Everything($"delay: {written}").Delay.TotalSeconds, 9);

    [Theory]
    [InlineData("2h", 2 * 3600)]
    [InlineData("1d", 86400)]
    [InlineData("250us", 0.00025)]
    [InlineData("0s", 0)]
    public void Duration_Nullable_IsRead(string written, double seconds)
        => Assert.Equal(seconds, GraphText.Everything($"perhaps: {written}").Perhaps!.Value.TotalSeconds, 9);

    [Theory]
    [InlineData("delay: 5", "stage 'all': delay: expected a duration such as 20ms, 5s or 2m, from 1ms to 1m, found '5'; write the unit: 5ms or 5s")]
    [InlineData("delay: 2h", "stage 'all': delay: expected a duration such as 20ms, 5s or 2m, from 1ms to 1m, found '2h'")]
    [InlineData("delay: -1s", "stage 'all': delay: expected a duration such as 20ms, 5s or 2m, from 1ms to 1m, found '-1s'")]
    [InlineData("size: 64", "stage 'all': size: expected a size such as 64MiB or 2GiB, found '64'; write the unit: 64MiB")]
    [InlineData("budget: 0", "stage 'all': budget: expected a rate such as 60/h or 5/min, or a count for the whole input, found '0'")]
    [InlineData("digits: [1, 12]", "stage 'all': digits[1]: expected a whole number from 1 to 9, found '12'")]
    [InlineData("whole: 99999999999", "stage 'all': whole: expected a whole number, found '99999999999'")]
    [InlineData("weights: { a: b }", "stage 'all': weights.a: expected a number, found 'b'")]
    [InlineData("batches: [{ size: 0 }]", "stage 'all': batches[0].size: expected a whole number from 1 to 1024, found '0'")]
    [InlineData("hidden: x", "stage 'all': unknown key 'hidden'")]
    public void Value_NotWhatIsExpected_IsExplained(string line, string message) => Assert.Equal(message, GraphText.ErrorOf(line));

    [Theory]
    [InlineData("1/255", 1 / 255.0)]
    [InlineData("0.25", 0.25)]
    [InlineData("1e-3", 0.001)]
    [InlineData("-2", -2)]
    public void Number_InEveryForm_IsRead(string written, double value) => Assert.Equal(value, GraphText.Everything($"number: {written}").Number, 12);

    [Theory]
    [InlineData("10%", 0.1)]
    [InlineData("1/4", 0.25)]
    [InlineData("1", 1)]
    public void Share_InEveryForm_IsRead(string written, double value) => Assert.Equal(value, GraphText.Everything($"share: {written}").Share, 12);

    [Fact]
    public void Percent_OfANumberThatIsNoShare_IsRefused()
        => Assert.Equal("stage 'all': number: expected a number, found '10%'", GraphText.ErrorOf("number: 10%"));

    [Theory]
    [InlineData("true", 0)]
    [InlineData("false", 1)]
    [InlineData("3", 3)]
    public void Loop_InEveryForm_IsRead(string written, int passes) => Assert.Equal(passes, GraphText.Everything($"loop: {written}").Loop.Passes);

    [Fact]
    public void Budget_RateAndCount_AreRead()
    {
        Assert.Equal(new Budget(60, TimeSpan.FromHours(1)), GraphText.Everything("budget: 60/h").Budget);
        Assert.Equal(new Budget(24, null), GraphText.Everything("budget: 24").Budget);
    }

    [Fact]
    public void Scalars_Quoted_AreReadByTheirType()
    {
        var options = GraphText.Everything("flag: \"true\"\nwhole: '7'\ntext: 12");

        Assert.Equal((true, 7, "12"), (options.Flag, options.Whole, options.Text));
    }

    [Fact]
    public void Nothing_ForANullable_IsNull() => Assert.Null(GraphText.Everything("maybe: ~").Maybe);

    [Fact]
    public void Null_Quoted_IsAText() => Assert.Equal("null", GraphText.Everything("maybe: \"null\"").Maybe);

    [Fact]
    public void Lists_OfEveryShape_AreRead()
    {
        var options = GraphText.Everything("digits: [1, 9]\ndelays: [1s, 2s]\nwords: [a, b]\nbatches: [{ size: 2 }, {}]");

        Assert.Equal([1, 9], options.Digits);
        Assert.Equal([1.0, 2.0], options.Delays.Select(d => d.TotalSeconds));
        Assert.Equal(["a", "b"], options.Words);
        Assert.Equal([2, 1], options.Batches.Select(b => b.Size));
    }

    [Fact]
    public void TextOrList_InBothForms_IsRead()
    {
        Assert.Equal("coco.names", GraphText.Everything("labels: coco.names").Labels!.Text);
        Assert.Equal(["car", "truck"], GraphText.Everything("labels: [car, truck]").Labels!.Items.ToArray());
    }

    [Fact]
    public void Dictionary_ByNamesOfTheUser_IsRead()
        => Assert.Equal(0.5, GraphText.Everything("weights: { Any.Name: 1/2 }").Weights["Any.Name"]);

    [Fact]
    public void NestedRecord_WrittenInPart_KeepsTheOuterDefaults()
        => Assert.Equal(new BatchOptions { Size = 8, MaxPerSource = 5 }, GraphText.Everything("batch: { max_per_source: 5 }").Batch);

    [Fact]
    public void Enum_InSnakeCase_IsRead() => Assert.Equal(OverflowPolicy.DropOldest, GraphText.Everything("policy: drop_oldest").Policy);

    [Fact]
    public void Catalog_TwoKindsOfOneName_IsRefused()
        => Assert.Throws<ArgumentException>(() => TestStages.Catalog.With([new TestStages.Sample()]));

    [Fact]
    public void FaultOf_KindWithReservedOption_NamesIt()
        => Assert.Equal("Its option 'from' has the name of a key that every stage has.", StageCatalog.FaultOf(new TestStages.Reserved()));

    [Fact]
    public void FaultOf_OptionThatCannotBeWritten_NamesIt()
        => Assert.Contains("UnreadableOptions.Any is a System.Object", StageCatalog.FaultOf(new TestStages.Unreadable()), StringComparison.Ordinal);
}
