using System.Text;
using Sluice.Native.Chdb;
using Sluice.Tests;

namespace Sluice.Native.Tests.Chdb;

[Collection(ChdbCollection.Name)]
public sealed class ChdbConnectionTests(ChdbFixture fixture)
{
    [ServerFact("libchdb.so")]
    public void Query_Expression_Answers()
    {
        using var connection = fixture.Open();
        Assert.Equal("3\n", connection.QueryText("SELECT 1 + 2"));
    }

    [ServerFact("libchdb.so")]
    public void Query_UnknownColumn_ThrowsWithTheCode()
    {
        using var connection = fixture.Open();
        var fault = Assert.Throws<ChdbException>(() => connection.QueryText("SELECT nope FROM system.one"));
        Assert.Equal(47, fault.Code);
    }

    [ServerFact("libchdb.so")]
    public void Query_AfterAFailureHalfWay_HasNothingOfTheFailedAnswer()
    {
        using var connection = fixture.Open();
        Assert.Throws<ChdbException>(() => connection.QueryText("SELECT throwIf(number = 100000) FROM numbers(200000)"));
        Assert.Equal("43\n", connection.QueryText("SELECT 43"));
    }

    [ServerFact("libchdb.so")]
    public void Insert_RowsWithEmptyLinesAndSql_AreDataOnly()
    {
        using var connection = fixture.Open();
        connection.QueryText("CREATE TABLE lines (s String) ENGINE = MergeTree ORDER BY s", "Null");
        connection.QueryText("CREATE TABLE victim (s String) ENGINE = MergeTree ORDER BY s", "Null");
        var text = "a\n\nDROP TABLE victim;\n\n\0b";
        using (var insert = connection.BeginInsert("INSERT INTO lines (s)", "RowBinary"))
        {
            insert.Append([(byte)text.Length]);
            // Cut in the middle of a row.
            insert.Append(Encoding.UTF8.GetBytes(text[..3]));
            insert.Append(Encoding.UTF8.GetBytes(text[3..]));
            Assert.Equal(1, insert.Complete());
        }

        Assert.Equal("1\n", connection.QueryText($"SELECT count() FROM lines WHERE length(s) = {text.Length}"));
        Assert.Equal("0\n", connection.QueryText("SELECT count() FROM victim"));
    }

    [ServerFact("libchdb.so")]
    public void Insert_NotCompleted_StoresNothing()
    {
        using var connection = fixture.Open();
        connection.QueryText("CREATE TABLE abandoned (n UInt8) ENGINE = MergeTree ORDER BY n", "Null");
        using (var insert = connection.BeginInsert("INSERT INTO abandoned (n)", "RowBinary")) insert.Append([1, 2, 3]);
        using var other = fixture.Open();
        Assert.Equal("0\n", other.QueryText("SELECT count() FROM abandoned"));
    }

    [ServerFact("libchdb.so")]
    public void Insert_TornRow_Throws()
    {
        using var connection = fixture.Open();
        connection.QueryText("CREATE TABLE torn (n UInt64) ENGINE = MergeTree ORDER BY n", "Null");
        var fault = Assert.Throws<ChdbException>(() =>
        {
            using var insert = connection.BeginInsert("INSERT INTO torn (n)", "RowBinary");
            insert.Append([1, 2, 3]);
            insert.Complete();
        });
        Assert.Equal(33, fault.Code);
    }

    [ServerFact("libchdb.so")]
    public void Signals_WhileTheEngineRuns_StayWithTheRuntime()
    {
        using var connection = fixture.Open();
        var zero = connection.QueryText("SELECT 0").Length - 2;
        // With the engine's own handlers these hang the process.
        Assert.Throws<DivideByZeroException>(() => 1 / zero);
        Assert.Throws<NullReferenceException>(() => Null()!.Length);
    }

    [ServerFact("libchdb.so")]
    public void Open_SecondFolder_Throws()
    {
        using var connection = fixture.Open();
        var folder = Path.Combine(fixture.Folder, "elsewhere");
        var fault = Assert.Throws<ChdbException>(() => new ChdbConnection(folder));
        Assert.Contains(folder, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Code: 47. DB::Exception: x", 47)]
    [InlineData("Code: 60, e.displayText() = x", 60)]
    [InlineData("Code: 9", 9)]
    [InlineData("Code: x", 0)]
    [InlineData("nothing", 0)]
    public void ParseCode_Text_FindsTheNumber(string text, int code) => Assert.Equal(code, ChdbException.ParseCode(text));

    private static string? Null() => Environment.GetEnvironmentVariable("SLUICE_IS_NEVER_SET");
}
