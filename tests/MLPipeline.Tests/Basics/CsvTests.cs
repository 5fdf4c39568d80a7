using System.Text;
using MLPipeline.Basics;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Basics;

public class CsvTests
{
    public static TheoryData<string> Texts =>
    [
        "plain", "", " leading", "trailing ", "\ttab", "a,b", "a;b", "say \"it\"", "\"", "two\nlines", "two\r\nlines", "back\\slash", "'quoted'",
        "=1+1", "+49", "-5", "@sum", "'=kept", "''=kept", "'plain", "\u00e4 \u74f6 \ud83d\ude00", "\uff1d1", "  ", "#x", "NULL",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_is_written_reads_back_the_same(string text)
    {
        using var folder = new TempFolder();
        var path = folder["t.csv"];
        CsvFile.Write(path, ["before", "name", "after"], [["x", text, -0.5f], [text, text, null]]);
        var table = CsvTable.Read(path, "name");
        Assert.Equal(2, table.Rows.Count);
        Assert.Equal(("x", text, "-0.5"), (table.Rows[0]["before"], table.Rows[0]["name"], table.Rows[0]["after"]));
        Assert.Equal((text, text, ""), (table.Rows[1]["before"], table.Rows[1]["name"], table.Rows[1]["after"]));
    }

    [Fact]
    public void No_text_starts_as_a_formula_and_numbers_stay_numbers()
    {
        Assert.Equal("'=cmd|' /C calc'!A0,-1.5,'+1,'-1,'@x,-3,true", CsvFile.Line(["=cmd|' /C calc'!A0", -1.5, "+1", "-1", "@x", -3, true]));
    }

    [Theory]
    [InlineData("path,label\na.png,good\n")]
    [InlineData("path;label\na.png;good\n")]
    [InlineData("path\tlabel\na.png\tgood\n")]
    [InlineData("sep=;\r\nPath;Label\r\na.png;good\r\n")]
    [InlineData("\uFEFF\"path\" ; \"label\"\r\n\r\na.png ; good\r\n")]
    [InlineData("label,note,path\ngood,\"x;y;z\",a.png")]
    public void Tables_of_spreadsheets_are_read(string text)
    {
        using var folder = new TempFolder();
        var row = Assert.Single(CsvTable.Read(folder.Write("t.csv", text), "path", "label").Rows);
        Assert.Equal(("a.png", "good"), (row["path"], row["label"]));
    }

    [Fact]
    public void Rows_know_the_line_they_start_on()
    {
        using var folder = new TempFolder();
        var table = CsvTable.Read(folder.Write("t.csv", "a,b\n1,\"x\ny\"\n\n2,z\n"), "a");
        Assert.Equal([(2, "1"), (5, "2")], table.Rows.Select(r => (r.Line, r["a"])));
        Assert.Equal("x\ny", table.Rows[0]["b"]);
    }

    [Fact]
    public void What_is_not_UTF_8_or_not_quoted_well_is_refused_with_the_line()
    {
        using var folder = new TempFolder();
        byte[] latin = [.. "path,label\na.png,good\npr"u8, 0xFC, .. "f.png,good\n"u8];
        Assert.Contains("line 3: the file is not UTF-8 (byte FC)", Assert.Throws<TableException>(() => CsvTable.Read(folder.Write("latin.csv", latin), "path")).Message);
        Assert.Contains("line 1: the file is not UTF-8", Assert.Throws<TableException>(() => CsvTable.Read(folder.Write("u16.csv", Encoding.Unicode.GetPreamble()), "path")).Message);
        Assert.Contains("line 2", Assert.Throws<TableException>(() => CsvTable.Read(folder.Write("quote.csv", "path,label\na\"b.png,good\n"), "path")).Message);
        Assert.Contains("no column path, label; found: path|label", Assert.Throws<TableException>(() => CsvTable.Read(folder.Write("less.csv", "path|label\n"), "path", "label")).Message);
    }
}
