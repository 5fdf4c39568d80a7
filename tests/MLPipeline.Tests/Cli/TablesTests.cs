using MLPipeline.Cli;
using Spectre.Console;
using Spectre.Console.Testing;

namespace MLPipeline.Tests.Cli;

public class TablesTests
{
    private static readonly string[] Headers = ["category", "image_auroc", "note"];

    private static readonly string[][] Rows =
    [
        ["bottle", "100.0", "[good]"],
        ["a very long name of a category that nobody would want to type", "n/a", "no defects in the test split, so there is no AUROC"],
    ];

    [Fact]
    public void Elsewhere_than_on_a_terminal_columns_are_aligned_and_lines_never_wrap()
    {
        var console = new TestConsole();

        Tables.Write(console, Headers, Rows, footers: [["mean", "100.0", ""]]);

        Assert.Equal(
            """
            category                                                       image_auroc  note
            -------------------------------------------------------------  -----------  --------------------------------------------------
            bottle                                                               100.0  [good]
            a very long name of a category that nobody would want to type          n/a  no defects in the test split, so there is no AUROC
            -------------------------------------------------------------  -----------  --------------------------------------------------
            mean                                                                 100.0

            """, console.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void On_a_terminal_the_table_fits_its_width()
    {
        var console = new TestConsole().Width(80);
        console.Profile.Out = new Terminal(console.Profile.Out);
        console.Profile.Capabilities.Ansi = true;

        Tables.Write(console, Headers, Rows, footers: [["mean", "100.0", ""]]);

        Assert.All(console.Lines, l => Assert.InRange(l.TrimEnd().Length, 0, 80));
        Assert.Contains(console.Lines, l => l.Contains("bottle", StringComparison.Ordinal) && l.Contains("100.0", StringComparison.Ordinal) && l.Contains("[good]", StringComparison.Ordinal));
        Assert.Contains(console.Lines, l => l.Contains("mean", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_without_rows_is_its_head()
    {
        var console = new TestConsole();

        Tables.Write(console, ["a", "bc"], []);

        Assert.Equal("a  bc\n-  --\n", console.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_row_with_a_cell_too_few_is_refused() =>
        Assert.Throws<ArgumentException>(() => Tables.Write(new TestConsole(), Headers, [["bottle"]]));

    private sealed class Terminal(IAnsiConsoleOutput inner) : IAnsiConsoleOutput
    {
        public TextWriter Writer => inner.Writer;

        public bool IsTerminal => true;

        public int Width => 80;

        public int Height => 24;

        public void SetEncoding(System.Text.Encoding encoding) => inner.SetEncoding(encoding);
    }
}
