/* On a small screen the side bar lies over the page: whoever chose a page in it wants to see the page. */
(function (page) {
  if (page.ketenkaartSideBar) { return; }
  page.ketenkaartSideBar = true;
  var OVER = "(max-width: 768px)"; // from here down Streamlit lays it over the page
  var LINKS = "[data-testid=stSidebarNavLink], [data-testid=stSidebar] [data-testid=stPageLink-NavLink]";
  page.addEventListener("click", function (event) {
    if (!window.matchMedia(OVER).matches || !event.target.closest(LINKS)) { return; }
    var close = page.querySelector("[data-testid=stSidebarCollapseButton] button");
    if (close) { setTimeout(function () { close.click(); }); } // after the link has led on
  });
})(document);
