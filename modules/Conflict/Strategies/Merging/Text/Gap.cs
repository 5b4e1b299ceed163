namespace Aurix.Platform.Merging.Text;

/// <summary>A part of each of two sequences whose ends are known to belong together.</summary>
internal readonly record struct Gap(int ALow, int AHigh, int BLow, int BHigh)
{
    public bool IsOneSided => ALow == AHigh || BLow == BHigh;

    public int Length => AHigh - ALow + BHigh - BLow;
}
