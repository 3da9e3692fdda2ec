using System.Text;
using Sluice.Core.Store;

namespace Sluice.Tests.Sinks.Store;

public sealed class SqlTextTests
{
    [Theory]
    [InlineData("SELECT 1", nameof(SqlKind.Read), null)]
    [InlineData("  -- why\n /* and; */ with x as (select 1) select * from x format JSON ;", nameof(SqlKind.Read), "JSON")]
    [InlineData("(SELECT 1)", nameof(SqlKind.Read), null)]
    [InlineData("SELECT ';' FROM t WHERE a = 'FORMAT CSV'", nameof(SqlKind.Read), null)]
    [InlineData("SELECT formatDateTime(now(), '%F') -- FORMAT CSV", nameof(SqlKind.Read), null)]
    [InlineData("SELECT (SELECT 1 FORMAT) FORMAT TSV", nameof(SqlKind.Read), "TSV")]
    [InlineData("SELECT 1 INTO OUTFILE '/tmp/x'", nameof(SqlKind.Write), null)]
    [InlineData("SHOW TABLES", nameof(SqlKind.Read), null)]
    [InlineData("DROP TABLE t", nameof(SqlKind.Write), null)]
    [InlineData("INSERT INTO t SELECT 1", nameof(SqlKind.Write), null)]
    [InlineData("INSERT INTO t (a, b) FORMAT RowBinary", nameof(SqlKind.Insert), "RowBinary")]
    [InlineData("insert into t values (1)", nameof(SqlKind.Insert), "Values")]
    [InlineData("SELECT 1; SELECT 2", nameof(SqlKind.Many), null)]
    [InlineData("SELECT 1;;\n-- the end\n", nameof(SqlKind.Read), null)]
    [InlineData("SELECT 'it''s; \\'; ok'; DROP TABLE t", nameof(SqlKind.Many), null)]
    [InlineData("SELECT `a;b` FROM t", nameof(SqlKind.Read), null)]
    [InlineData("", nameof(SqlKind.Empty), null)]
    [InlineData(" /* not closed", nameof(SqlKind.Empty), null)]
    [InlineData("SELECT 'not closed", nameof(SqlKind.Read), null)]
    [InlineData("SELECT 1 \\", nameof(SqlKind.Read), null)]
    public void Parse_Statement_IsKnown(string sql, string kind, string? format)
    {
        var head = SqlText.Parse(Encoding.UTF8.GetBytes(sql));
        Assert.Equal((kind, format), (head.Kind.ToString(), head.Format));
    }

    [Theory]
    [InlineData("INSERT INTO t FORMAT RowBinary\n\nDROP", "INSERT INTO t ", "\nDROP")]
    [InlineData("INSERT INTO t (a) FORMAT TSV \r\nx;y", "INSERT INTO t (a) ", "x;y")]
    [InlineData("INSERT INTO t FORMAT RowBinary", "INSERT INTO t ", "")]
    [InlineData("INSERT INTO t VALUES (1), (2)", "INSERT INTO t ", " (1), (2)")]
    public void Parse_Insert_SplitsStatementFromRows(string sql, string statement, string rows)
    {
        var head = SqlText.Parse(Encoding.UTF8.GetBytes(sql));
        Assert.Equal((statement, rows), (sql[..head.Length], sql[head.DataStart..]));
    }

    [Fact]
    public void Parse_AnyBytes_NeverThrowsOrLeavesTheText()
    {
        var random = new Random(7);
        var alphabet = "SELECT INSERT FORMAT VALUES ;'\"`\\()-/*\n\r\t a1_\0\u00ff";
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(40)];
            for (var j = 0; j < bytes.Length; j++) bytes[j] = (byte)alphabet[random.Next(alphabet.Length)];
            var head = SqlText.Parse(bytes);
            Assert.InRange(head.Length, 0, bytes.Length);
            Assert.InRange(head.DataStart, 0, bytes.Length);
        }
    }

    [Theory]
    [InlineData("SELECT * FROM file('/etc/passwd', 'LineAsString')", "file")]
    [InlineData("SELECT (SELECT count() FROM `S3` /* ; */ ('http://x'))", "S3")]
    [InlineData("SELECT file FROM t WHERE url = 'file(x)' AND domain(url) = 'x'", null)]
    [InlineData("SELECT quantile(0.5)(score) FROM objects AS remote", null)]
    public void Parse_FunctionThatReadsOtherThings_IsNamed(string sql, string? function)
        => Assert.Equal(function, SqlText.Parse(Encoding.UTF8.GetBytes(sql)).ReachesFor);
}
