using System.CommandLine;
using System.Text.Json;
using Sluice.Core.Store;
using Spectre.Console;

namespace Sluice.Host.Commands;

/// <summary><c>sluice query --store DIR|URL "SQL"</c>: asks a metadata store.</summary>
internal static class QueryCommand
{
    // A terminal is no place for more; --json has no limit.
    private const int MostRowsShown = 1000;

    public static Command Create()
    {
        var sql = new Argument<string>("sql") { Description = "One statement." };
        var store = new Option<string>("--store") { Description = "Folder of an embedded store, or URL of a ClickHouse server.", Required = true, HelpName = "DIR|URL" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a row." };
        var command = new Command("query", "Ask a metadata store in SQL.") { sql, store, json };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            await using var answer = await StoreQuery.RunAsync(parsed.GetValue(store)!, parsed.GetValue(sql)!, stop.Token);
            if (parsed.GetValue(json))
            {
                await using var output = Console.OpenStandardOutput();
                await answer.WriteJsonLinesAsync(output, stop.Token);
            }
            else
            {
                await PrintAsync(answer, stop.Token);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task PrintAsync(StoreAnswer answer, CancellationToken stop)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in answer.Columns)
        {
            var header = new TableColumn(new Text(column.Name));
            table.AddColumn(column.Type.Contains("Int", StringComparison.Ordinal) || column.Type.Contains("Float", StringComparison.Ordinal) ? header.RightAligned() : header);
        }

        var rows = 0;
        await foreach (var row in answer.RowsAsync(stop))
        {
            if (rows++ < MostRowsShown) table.AddRow(row.Select(static value => new Text(TextOf(value))));
        }

        if (answer.Columns.Count > 0) AnsiConsole.Write(table);
        if (rows > MostRowsShown) Console.WriteLine($"{rows - MostRowsShown} more rows; --json prints all.");
    }

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
